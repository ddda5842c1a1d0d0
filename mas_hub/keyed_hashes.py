"""What every chain of the hub is made with: the key, which never enters the database, and digests under it."""

import hashlib
import hmac
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path

FIRST = "0" * 64
"""What stands before the first link of a chain."""

_key: list[bytes] = []
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def configure_key(path: Path) -> None:
    """Read the key file; make it (mode 0600) when there is none. It never enters the database."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        keep_secret(path, secrets.token_hex(32).encode("ascii"))
    key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(key) != 32:
        raise ValueError(f"{path} does not hold a key of 64 hexadecimal digits")
    _key[:] = [key]


def keep_secret(path: Path, content: bytes) -> None:
    """Make this file (mode 0600) unless there is one. Of several processes that make it at once, one does, whole."""
    part = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(part, path)
    finally:
        part.unlink(missing_ok=True)


def keyed(purpose: str, message: str) -> str:
    """HMAC-SHA256 of `message`, apart for each `purpose`, in hexadecimal. Half a surrogate pair counts as any other."""
    if not _key:
        raise RuntimeError("configure_key() first")
    return hmac.digest(_key[0], f"{purpose}\n{message}".encode("utf-8", "surrogatepass"), "sha256").hex()


def body_digest(salt: str, body: str) -> str:
    """The digest of what may be erased: the chain holds this, so that the body and its salt can go."""
    return hashlib.sha256(f"{salt}\n{body}".encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: object) -> str:
    """JSON that is the same for the same value, for digests and the database."""
    return _encode(value)
