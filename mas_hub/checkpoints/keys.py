"""The key that signs checkpoints (Ed25519), and those by which they are known."""

import hashlib
import re
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from mas_hub.config import SettingsError
from mas_hub.keyed_hashes import keep_secret

_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", re.DOTALL)


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The key in the file, which is made (mode 0600) when there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Ed25519PrivateKey.generate()
        keep_secret(path, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SettingsError(f"{path} holds no key that signs checkpoints. Move it away, and a new one is made.")
    return key


def public_keys(path: Path) -> dict[str, Ed25519PublicKey]:
    """Every public key in the file, by its name: the present one and those before it."""
    found: dict[str, Ed25519PublicKey] = {}
    for pem in _PEM.findall(path.read_bytes()):
        try:
            key = load_pem_public_key(pem)
        except (ValueError, UnsupportedAlgorithm):
            continue
        if isinstance(key, Ed25519PublicKey):
            found[name_of(key)] = key
    if not found:
        raise SettingsError(f"{path} holds no public key. `mas-hub checkpoint-key` prints it.")
    return found


def as_text(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def name_of(key: Ed25519PublicKey) -> str:
    """How a checkpoint says whose signature it has."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]
