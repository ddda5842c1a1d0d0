"""What the database keeps but must not tell: sealed under the instance's key, which never enters it."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mas_hub.meeting_log import keyed

_NONCE = 12


def seal(purpose: str, of: int, plain: str) -> str:
    """AES-256-GCM under a key apart for each `purpose`, bound to the row `of` that it is kept in."""
    nonce = os.urandom(_NONCE)
    return base64.b64encode(nonce + _cipher(purpose).encrypt(nonce, plain.encode(), _bound(purpose, of))).decode()


def unseal(purpose: str, of: int, sealed: str) -> str | None:
    """None when it was sealed under another key, for another row, or was altered."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        return _cipher(purpose).decrypt(raw[:_NONCE], raw[_NONCE:], _bound(purpose, of)).decode()
    except (InvalidTag, ValueError):
        return None


def _cipher(purpose: str) -> AESGCM:
    return AESGCM(bytes.fromhex(keyed("seal", purpose)))


def _bound(purpose: str, of: int) -> bytes:
    return f"{purpose} {of}".encode()
