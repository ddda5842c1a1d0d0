"""A checkpoint as a line of JSON: ids, numbers and hashes, never what anybody wrote.

A file's first line has every chain; each later one those that moved since, and the digest of the line before it. All
are signed.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mas_hub.checkpoints.keys import name_of
from mas_hub.keyed_hashes import canonical
from mas_hub.nesting import loads

FORMAT = 1
_DOMAIN = b"mas_hub checkpoint\n"


class Chain(NamedTuple):
    """A meeting's stream, or one of the audit's chains where `meeting_id` is None."""

    meeting_id: int | None
    stream: str

    def __str__(self) -> str:
        if self.meeting_id is None:
            return f"audit, chain {self.stream}"
        return f"meeting {self.meeting_id}, stream {self.stream}"


class Head(NamedTuple):
    """How far a chain reached: its last number, and the hash there."""

    number: int
    hash: str


Heads = Mapping[Chain, Head]


@dataclass(frozen=True)
class Checkpoint:
    """`digest` is that of its line, `previous` that of the line before it, None in a file's first."""

    at: str
    previous: str | None
    heads: Heads
    digest: str
    signed_by: str
    fault: str | None
    """What is wrong with the line itself; such a line proves nothing."""


def signed(at: str, previous: str | None, heads: Heads, key: Ed25519PrivateKey) -> bytes:
    """The line, without its end."""
    said = {
        "format": FORMAT,
        "at": at,
        "previous": previous,
        "key": name_of(key.public_key()),
        "audit": {chain.stream: list(head) for chain, head in heads.items() if chain.meeting_id is None},
        "meetings": _by_meeting(heads),
    }
    signature = base64.b64encode(key.sign(_DOMAIN + canonical(said).encode())).decode("ascii")
    return canonical({**said, "signature": signature}).encode()


def digest_of(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def read(line: bytes, known: Mapping[str, Ed25519PublicKey] | None) -> Checkpoint:
    """What a line says. Its signature is checked where the `known` keys are given."""
    try:
        said = loads(line)
        signature = base64.b64decode(said.pop("signature"), validate=True)
        at, previous, name = str(said["at"]), said["previous"], str(said["key"])
        heads = dict(_heads_in(said))
        if said["format"] != FORMAT:
            raise ValueError(said["format"])
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        return Checkpoint("", None, {}, digest_of(line), "", "is no checkpoint")
    fault = None
    if known is not None:
        fault = _fault_of_signature(said, signature, known.get(name))
    return Checkpoint(at, previous, heads, digest_of(line), name, fault)


def _fault_of_signature(said: Mapping[str, Any], signature: bytes, key: Ed25519PublicKey | None) -> str | None:
    if key is None:
        return "is signed with a key that is not among those given"
    try:
        key.verify(signature, _DOMAIN + canonical(said).encode())
    except InvalidSignature:
        return "is not as it was signed"
    return None


def _by_meeting(heads: Heads) -> dict[str, dict[str, list[Any]]]:
    meetings: dict[str, dict[str, list[Any]]] = {}
    for chain, head in heads.items():
        if chain.meeting_id is not None:
            meetings.setdefault(str(chain.meeting_id), {})[chain.stream] = list(head)
    return meetings


def _heads_in(said: Mapping[str, Any]) -> Iterator[tuple[Chain, Head]]:
    for stream, (number, hash_) in said["audit"].items():
        yield Chain(None, stream), Head(int(number), str(hash_))
    for meeting_id, streams in said["meetings"].items():
        for stream, (number, hash_) in streams.items():
            yield Chain(int(meeting_id), stream), Head(int(number), str(hash_))
