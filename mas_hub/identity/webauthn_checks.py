"""WebAuthn with the browser: what is asked of a device, and whether what it answers is to be believed.

The service's own name and origin come from `MAS_HUB_PUBLIC_URL` and from no header. A passkey has to be one that the
device finds by itself (discoverable), and the device has to have made sure who holds it (a fingerprint, a PIN), so
that one stands for two factors. What makes or keeps it is not asked for (no attestation). py_webauthn checks.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict, parse_attestation_object
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from mas_hub.identity.challenges import CHALLENGE_LASTS
from mas_hub.nesting import loads

ATTESTATION = ("none", "packed")
"""Asked for none, a browser sends none, or a signature by the key itself."""
LONGEST_ID, LONGEST_KEY = 1023, 1024
_TIMEOUT_MS = int(CHALLENGE_LASTS.total_seconds() * 1000)
_VERIFIED = UserVerificationRequirement.REQUIRED


class NotBelieved(Exception):
    """What was answered is not to be believed. `reason`: for the audit, never a value."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class RelyingParty:
    """This service, as browsers and devices know it."""

    origin: str
    rp_id: str


@dataclass(frozen=True)
class Made:
    """What a browser answers where a passkey is added; base64url, as the page sends it."""

    id: str
    client_data: str
    attestation: str


@dataclass(frozen=True)
class Shown:
    """What it answers where one is used."""

    id: str
    client_data: str
    authenticator_data: str
    signature: str
    user_handle: str


@dataclass(frozen=True)
class Key:
    public_key: str
    sign_count: int


def relying_party_at(public_url: str) -> RelyingParty | None:
    """None where browsers know no passkeys: without an address, at a bare number, or over plain HTTP elsewhere."""
    parts = urlsplit(public_url.lower())
    host = parts.hostname or ""
    if not host.isascii() or _is_number(host) or not (parts.scheme == "https" or host == "localhost"):
        return None
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return RelyingParty(f"{parts.scheme}://{host}{port}", host) if host else None


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def options_to_make(
    party: RelyingParty, challenge: str, *, user_handle: str, email: str, name: str, held: Sequence[str]
) -> dict[str, Any]:
    """`held`: the ids of passkeys that the person has already, so that no device makes a second one."""
    return options_to_json_dict(
        generate_registration_options(
            rp_id=party.rp_id,
            rp_name="mas_hub",
            user_id=base64url_to_bytes(user_handle),
            user_name=email,
            user_display_name=name,
            challenge=base64url_to_bytes(challenge),
            timeout=_TIMEOUT_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
            ),
            exclude_credentials=_descriptors(held),
        )
    )


def options_to_show(party: RelyingParty, challenge: str, held: Sequence[str] = ()) -> dict[str, Any]:
    """Without `held` the device offers whatever it has for this service, and says whose it is."""
    return options_to_json_dict(
        generate_authentication_options(
            rp_id=party.rp_id,
            challenge=base64url_to_bytes(challenge),
            timeout=_TIMEOUT_MS,
            allow_credentials=_descriptors(held),
            user_verification=_VERIFIED,
        )
    )


def _descriptors(ids: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in ids]


def challenge_in(client_data: str) -> str:
    """The challenge that is said to be answered, as it was sent. Raises `NotBelieved`."""
    try:
        said = loads(base64url_to_bytes(client_data))
        challenge = said["challenge"]
        crossed = said.get("crossOrigin", False)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotBelieved("malformed") from error
    if not isinstance(challenge, str):
        raise NotBelieved("malformed")
    if crossed is not False:
        raise NotBelieved("framed")
    return challenge


def check_made(party: RelyingParty, made: Made, challenge: str) -> Key:
    """The new passkey's public key. Raises `NotBelieved`."""
    try:
        raw_id, attestation = base64url_to_bytes(made.id), base64url_to_bytes(made.attestation)
        if parse_attestation_object(attestation).fmt not in ATTESTATION or not 0 < len(raw_id) <= LONGEST_ID:
            raise NotBelieved("attestation")
        verified = verify_registration_response(
            credential=RegistrationCredential(
                id=made.id,
                raw_id=raw_id,
                response=AuthenticatorAttestationResponse(base64url_to_bytes(made.client_data), attestation),
            ),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.rp_id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except NotBelieved:
        raise
    except Exception as error:  # the library lets through what its own parsers raise on bytes from anybody
        raise NotBelieved("answer") from error
    if verified.credential_id != raw_id or len(verified.credential_public_key) > LONGEST_KEY:
        raise NotBelieved("answer")
    return Key(bytes_to_base64url(verified.credential_public_key), verified.sign_count)


def check_shown(party: RelyingParty, shown: Shown, challenge: str, public_key: str) -> int:
    """How often the device says that it was used, by now. Raises `NotBelieved`.

    The counter is compared by who knows what it was, after the signature was right.
    """
    try:
        verified = verify_authentication_response(
            credential=AuthenticationCredential(
                id=shown.id,
                raw_id=base64url_to_bytes(shown.id),
                response=AuthenticatorAssertionResponse(
                    base64url_to_bytes(shown.client_data),
                    base64url_to_bytes(shown.authenticator_data),
                    base64url_to_bytes(shown.signature),
                ),
            ),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.rp_id,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception as error:  # as above
        raise NotBelieved("answer") from error
    return verified.new_sign_count
