"""OpenID Connect against a provider on loopback that lies in every way, and nobody is let in."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.people import Browser, Partners
from tests.signing_in.a_provider import CLIENT_ID, CLIENT_SECRET, Provider, kept_key, new_key
from tests.signing_in.at_the_agency import (
    BETH,
    Claims,
    come_back,
    reasons,
    refused_and_audited,
    set_out,
    sign_in,
    without,
)

WRONG_CLAIMS: dict[str, Callable[[Claims], Claims]] = {
    "another issuer": lambda said: {**said, "iss": "https://elsewhere.example"},
    "another issuer that begins alike": lambda said: {**said, "iss": said["iss"] + "/"},
    "another audience": lambda said: {**said, "aud": "another-service"},
    "several audiences, none named as the one": lambda said: {**said, "aud": [CLIENT_ID, "another-service"]},
    "another authorised party": lambda said: {**said, "azp": "another-service"},
    "no audience": lambda said: without(said, "aud"),
    "another nonce": lambda said: {**said, "nonce": "another"},
    "no nonce": lambda said: without(said, "nonce"),
    "expired": lambda said: {**said, "exp": said["iat"] - 120, "iat": said["iat"] - 600},
    "no expiry": lambda said: without(said, "exp"),
    "expiry that is no time": lambda said: {**said, "exp": "tomorrow"},
    "not yet": lambda said: {**said, "nbf": said["iat"] + 600},
    "made in the future": lambda said: {**said, "iat": said["iat"] + 3600, "exp": said["iat"] + 7200},
    "no subject": lambda said: without(said, "sub"),
    "a subject that is no text": lambda said: {**said, "sub": 7},
    "an empty subject": lambda said: {**said, "sub": ""},
    "another access token's digest": lambda said: {**said, "at_hash": "bm90LWl0LWF0LWFsbA"},
}


@pytest.mark.parametrize("wrong", sorted(WRONG_CLAIMS))
def test_claims_that_are_not_ours_are_refused(
    client: FlaskClient, provider: Provider, partners: Partners, wrong: str
) -> None:
    provider.change_claims = WRONG_CLAIMS[wrong]
    refused_and_audited(client, sign_in(Browser(client), provider))


def raw(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


WRONG_SIGNATURES: dict[str, Callable[[Provider, Claims], str]] = {
    "another key under the same name": lambda _, said: jwt.encode(
        {"alg": "RS256", "kid": "first"}, said, new_key("first")
    ),
    "a key that is not published": lambda _, said: jwt.encode(
        {"alg": "RS256", "kid": "second"}, said, kept_key("second")
    ),
    "no key named": lambda provider, said: jwt.encode({"alg": "RS256"}, said, provider.key),
    "no signature": lambda _, said: f"{raw({'alg': 'none', 'kid': 'first'})}.{raw(said)}.",
    "no signature, written otherwise": lambda _, said: f"{raw({'alg': 'nOnE', 'kid': 'first'})}.{raw(said)}.",
    "the public key as a secret": lambda provider, said: jwt.encode(
        {"alg": "HS256", "kid": "first"},
        said,
        OctKey.import_key(provider.key.as_pem(private=False)),
        algorithms=["HS256"],
    ),
    "the client's secret": lambda _, said: jwt.encode(
        {"alg": "HS256", "kid": "first"}, said, OctKey.import_key(CLIENT_SECRET * 3), algorithms=["HS256"]
    ),
    "altered after signing": lambda provider, said: altered(provider.sign(said)),
    "no token at all": lambda _provider, _said: "not.a.token",
    "the key brought along": lambda _, said: brought_along(said),
}


def altered(token: str) -> str:
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    return f"{head}.{raw({**claims, 'sub': 'somebody-else'})}.{signature}"


def brought_along(said: Claims) -> str:
    own = new_key("first")
    return jwt.encode({"alg": "RS256", "kid": "first", "jwk": own.as_dict(private=False)}, said, own)


@pytest.mark.parametrize("wrong", sorted(WRONG_SIGNATURES))
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_signatures_that_are_not_the_issuer_s_are_refused(
    client: FlaskClient, provider: Provider, partners: Partners, wrong: str
) -> None:
    provider.signs = lambda said: WRONG_SIGNATURES[wrong](provider, said)
    refused_and_audited(client, sign_in(Browser(client), provider))


WRONG_ANSWERS: dict[str, Callable[[Claims], Any]] = {
    "no id token": lambda said: without(said, "id_token"),
    "an id token that is no text": lambda said: {**said, "id_token": ["x"]},
    "an error": lambda _: {"error": "server_error"},
    "a page": lambda _: b"<html>",
    "a list": lambda _: [],
    "far too much": lambda said: {**said, "padding": "x" * 600_000},
}


@pytest.mark.parametrize("wrong", sorted(WRONG_ANSWERS))
def test_answers_that_are_none_are_refused(
    client: FlaskClient, provider: Provider, partners: Partners, wrong: str
) -> None:
    provider.change_answer = WRONG_ANSWERS[wrong]
    refused_and_audited(client, sign_in(Browser(client), provider))


def test_provider_that_refuses_the_verifier_lets_nobody_in(client: FlaskClient, provider: Provider) -> None:
    """PKCE: the code is no use without what only this browser's flow holds."""
    provider.refuses_verifier = True
    refused_and_audited(client, sign_in(Browser(client), provider))


def test_code_of_another_flow_is_no_use(client: FlaskClient, provider: Provider) -> None:
    mine, theirs = Browser(client), Browser(client.application.test_client())
    back_of_mine = provider.let_through(set_out(mine), "subject-of-somebody")
    back_of_theirs = provider.let_through(set_out(theirs), BETH)
    refused_and_audited(client, come_back(mine, {**back_of_mine, "code": back_of_theirs["code"]}))


@pytest.mark.parametrize(
    ("change", "reason", "code"),
    [
        ({"state": "guessed"}, "state", "provider_too_late"),
        ({"code": ""}, "not_given", "provider_gave_nobody"),
        ({"code": "guessed"}, "refused", "provider_not_accepted"),
        ({"iss": "https://elsewhere.example"}, "answer_of_another_issuer", "provider_not_accepted"),
        ({"iss": ""}, "answer_of_another_issuer", "provider_not_accepted"),
    ],
)
def test_way_back_that_is_not_this_flow_s_is_refused(
    client: FlaskClient, provider: Provider, change: dict[str, str], reason: str, code: str
) -> None:
    browser = Browser(client)
    back = provider.let_through(set_out(browser), BETH)
    refused_and_audited(client, come_back(browser, {**back, **change}), code)
    assert reasons() == [reason]
    assert come_back(browser, back).status_code == 401  # it is over


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda said: {**said, "issuer": "https://elsewhere.example"}, 409),
        (lambda said: {**said, "token_endpoint": "http://elsewhere.example/token"}, 409),
        (lambda said: {**said, "jwks_uri": "file:///etc/passwd"}, 409),
        (lambda said: without(said, "authorization_endpoint"), 409),
    ],
)
def test_provider_that_describes_another_is_not_gone_to(
    client: FlaskClient, provider: Provider, change: Any, status: int
) -> None:
    provider.change_description = change
    browser = Browser(client)
    browser.look()
    answer = browser.post("/api/session/provider", {"provider_id": 1})
    assert (answer.status_code, Browser.said(answer)["code"]) == (status, "provider_not_reached")
