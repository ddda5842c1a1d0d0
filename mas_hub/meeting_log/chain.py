"""The arithmetic of the chain: keyed hashes over each entry's metadata and a salted digest of its body.

The body itself is never hashed into the chain, so it can be erased without breaking it.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mas_hub import clock
from mas_hub.meeting_log.entries import canonical

FIRST = "0" * 64

_key: list[bytes] = []


def configure_key(path: Path) -> None:
    """Read the key file; make it (mode 0600) when there is none. It never enters the database."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
    key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(key) != 32:
        raise ValueError(f"{path} does not hold a key of 64 hexadecimal digits")
    _key[:] = [key]


def keyed(purpose: str, message: str) -> str:
    """HMAC-SHA256 of `message`, apart for each `purpose`, in hexadecimal. Half a surrogate pair counts as any other."""
    if not _key:
        raise RuntimeError("configure_key() first")
    return hmac.digest(_key[0], f"{purpose}\n{message}".encode("utf-8", "surrogatepass"), "sha256").hex()


def body_digest(salt: str, body: str) -> str:
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def entry_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """Covers every column of `log_entries` but `id`: body and salt through their digest."""
    covered = (
        previous,
        entry["meeting_id"],
        entry["stream"],
        entry["seq"],
        entry["kind"],
        clock.iso(entry["at"]),
        entry["person_id"],
        entry["agency_id"],
        entry["act_id"],
        entry["subject_type"],
        entry["subject_id"],
        entry["subject_version"],
        entry["body_digest"],
    )
    return keyed("entry", canonical(covered))


def head_mac(meeting_id: int, stream: str, count: int, last_hash: str) -> str:
    return keyed("head", canonical([meeting_id, stream, count, last_hash]))
