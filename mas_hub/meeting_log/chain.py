"""The arithmetic of the chain: keyed hashes over each entry's metadata and a salted digest of its body.

The body itself is never hashed into the chain, so it can be erased without breaking it.
"""

from collections.abc import Mapping
from typing import Any

from mas_hub import clock
from mas_hub.keyed_hashes import FIRST, body_digest, canonical, configure_key, keyed

__all__ = ["FIRST", "body_digest", "configure_key", "entry_hash", "head_mac", "keyed"]


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
