"""OpenID Connect with one provider: what is asked of it, and whether what it answers is to be believed.

Code flow with PKCE (S256), state and nonce; the issuer is the one that an operator named, and everything else is read
from that issuer's own description and keys, kept for ten minutes. Authlib checks the claims, joserfc the signature.
"""

import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from mas_hub import clock
from mas_hub.identity.outside import NotBelieved, fetch, is_safe
from mas_hub.identity.remembered import Remembered
from mas_hub.nesting import loads

ALGORITHMS = ("RS256", "PS256", "ES256")
LEEWAY_S = 60


@dataclass(frozen=True)
class Client:
    """This service, as the provider knows it."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str


@dataclass(frozen=True)
class Description:
    """What the issuer says of itself."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    names_itself: bool


_descriptions: Remembered[Description] = Remembered()
_keys: Remembered[dict[str, Any]] = Remembered()


def forget() -> None:
    """Ask every issuer anew."""
    _descriptions.forget()
    _keys.forget()


def describe(issuer: str) -> Description:
    """Where the issuer's doors are. Raises `NotBelieved`, also where it says that it is somebody else."""
    return _descriptions.get(issuer, lambda: _ask_for_description(issuer))


def _ask_for_description(issuer: str) -> Description:
    described_at = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    said = _json(fetch(urllib.request.Request(described_at)))  # noqa: S310 (an operator named the issuer; see is_safe)
    if said.get("issuer") != issuer:
        raise NotBelieved("another_issuer_described")
    return Description(
        authorization_endpoint=_door(issuer, said, "authorization_endpoint"),
        token_endpoint=_door(issuer, said, "token_endpoint"),
        jwks_uri=_door(issuer, said, "jwks_uri"),
        names_itself=bool(said.get("authorization_response_iss_parameter_supported")),
    )


def _door(issuer: str, said: Mapping[str, Any], name: str) -> str:
    """An issuer over TLS has every door over TLS: otherwise it could have us ask what listens on this machine alone."""
    door = said.get(name)
    if not isinstance(door, str) or not is_safe(door) or (_is_plain(door) and not _is_plain(issuer)):
        raise NotBelieved("no_description")
    return door


def _is_plain(address: str) -> bool:
    return urllib.parse.urlsplit(address).scheme == "http"


def where_to_go(client: Client, at: Description, *, state: str, nonce: str, verifier: str) -> str:
    """The address at the provider that the person is sent to."""
    asked = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.redirect_uri,
        "scope": "openid",
        "state": state,
        "nonce": nonce,
        "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256",
    }
    joint = "&" if urllib.parse.urlsplit(at.authorization_endpoint).query else "?"
    return f"{at.authorization_endpoint}{joint}{urllib.parse.urlencode(asked)}"


def who_came(client: Client, *, code: str, said_issuer: str, nonce: str, verifier: str) -> str:
    """The subject, at this issuer, of whoever came back with `code`. Raises `NotBelieved`."""
    at = describe(client.issuer)
    if said_issuer != client.issuer and (said_issuer or at.names_itself):
        raise NotBelieved("answer_of_another_issuer")
    tokens = _redeem(client, at, code, verifier)
    id_token = tokens.get("id_token")
    if not isinstance(id_token, str):
        raise NotBelieved("no_id_token")
    claims = _claims(id_token, at.jwks_uri)
    return _subject(client, claims, nonce, tokens.get("access_token"))


def _redeem(client: Client, at: Description, code: str, verifier: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uri,
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "code_verifier": verifier,
    }
    body = urllib.parse.urlencode(form).encode()
    return _json(fetch(urllib.request.Request(at.token_endpoint, data=body)))  # noqa: S310 (is_safe)


def _claims(id_token: str, published_at: str) -> jwt.Token:
    """Signed with one of the issuer's keys, the one that it names, and in no other way than those allowed.

    An issuer changes its keys: one that is not known here is looked for again, once a minute at most.
    """

    def ask() -> dict[str, Any]:
        return _json(fetch(urllib.request.Request(published_at)))  # noqa: S310 (is_safe)

    try:
        named = jws.extract_compact(id_token.encode()).headers().get("kid")
        published = _named(_keys.get(published_at, ask), named) or _named(_keys.anew(published_at, ask), named)
        if len(published) != 1:
            raise NotBelieved("unknown_key")
        return jwt.decode(id_token, published[0], algorithms=list(ALGORITHMS))
    except (JoseError, KeyError, TypeError, ValueError, UnicodeError) as error:
        raise NotBelieved("signature") from error


def _named(keys: Mapping[str, Any], kid: object) -> list[Key]:
    return [key for key in KeySet.import_key_set({"keys": list(keys["keys"])}).keys if key.kid == kid]


def _subject(client: Client, token: jwt.Token, nonce: str, access_token: object) -> str:
    options = {
        "iss": {"essential": True, "value": client.issuer},
        "aud": {"essential": True, "value": client.client_id},
        "sub": {"essential": True},
        "nonce": {"essential": True, "value": nonce},
    }
    known = {"nonce": nonce, "client_id": client.client_id, "access_token": access_token}
    claims = CodeIDToken(token.claims, token.header, options, known)
    try:
        claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY_S)
    except (AuthlibBaseError, JoseError, TypeError, ValueError, AttributeError) as error:
        raise NotBelieved("claims") from error
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise NotBelieved("claims_sub")
    return subject


def _json(content: bytes) -> dict[str, Any]:
    try:
        said = loads(content)
    except ValueError:
        raise NotBelieved("no_json") from None
    if not isinstance(said, dict):
        raise NotBelieved("no_json")
    return said
