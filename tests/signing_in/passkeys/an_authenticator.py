"""A device that holds passkeys, in software: right unless told to be wrong."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN, RP_ID = "https://hub.example.org", "hub.example.org"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
Change = Callable[[dict[str, Any]], dict[str, Any]]


def as_it_is(said: dict[str, Any]) -> dict[str, Any]:
    return said


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")


@dataclass
class Device:
    """One passkey. The fields are what it says of itself; `change_client_data` is what the browser would say."""

    rp_id: str = RP_ID
    flags: int = PRESENT | VERIFIED
    count: int = 1
    change_client_data: Change = as_it_is
    origin: str = ORIGIN
    id: str = field(default_factory=lambda: b64(secrets.token_bytes(32)))
    user_handle: str = ""

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: dict[str, Any], kind: str = "webauthn.create") -> dict[str, str]:
        """What a page sends where the passkey is added."""
        self.user_handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        held = bytes(16) + len(raw(self.id)).to_bytes(2, "big") + raw(self.id) + cbor2.dumps(public)
        data = self._data(self.flags | ATTESTED) + held
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return {
            "id": self.id,
            "client_data": b64(self._client_data(kind, options["challenge"])),
            "attestation": b64(attestation),
        }

    def show(self, options: dict[str, Any], kind: str = "webauthn.get") -> dict[str, str]:
        """What a page sends where it is used. Each time its counter goes on."""
        self.count += 1
        data, client_data = self._data(self.flags), self._client_data(kind, options["challenge"])
        signed = data + hashlib.sha256(client_data).digest()
        return {
            "id": self.id,
            "client_data": b64(client_data),
            "authenticator_data": b64(data),
            "signature": b64(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "user_handle": self.user_handle,
        }

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(self.change_client_data(said)).encode()
