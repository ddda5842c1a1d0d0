"""OpenID Connect against a provider on loopback that tells the truth once, and then lies in every way."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import select, text, update
from werkzeug.test import TestResponse

from mas_hub import clock
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.identity import models, oidc
from mas_hub.identity.models import Agency, OutsideIdentity, Person, ProviderFlow
from mas_hub.identity.providers import add_provider, remove_provider
from mas_hub.identity.queries import get_partnership
from tests.people import Browser, Partners
from tests.signing_in.a_provider import CLIENT_ID, CLIENT_SECRET, Provider, as_it_is, kept_key, new_key

BETH = "subject-of-beth"
Claims = dict[str, Any]


@pytest.fixture
def provider(partners: Partners) -> Iterator[Provider]:
    """Of social care; Beth has connected her account there."""
    oidc.forget()  # what an earlier one said at the same port
    running = Provider()
    with transaction() as session:
        added = add_provider(
            session,
            session.get_one(Agency, partners.csc),
            name="Fellshire Council",
            issuer=running.issuer,
            client_id=CLIENT_ID,
            secret=CLIENT_SECRET,
            second_factor=False,
        )
        assert added.id == 1
        session.add(
            OutsideIdentity(issuer=running.issuer, subject=BETH, person_id=partners.beth, connected_at=clock.now())
        )
    yield running
    running.stop()


def set_out(browser: Browser, path: str = "/api/session/provider") -> str:
    browser.look()
    answer = browser.post(path, {"provider_id": 1})
    assert answer.status_code == 200, answer.text
    address: str = Browser.said(answer)["address"]
    return address


def come_back(browser: Browser, back: dict[str, str]) -> TestResponse:
    return browser.post("/api/session/provider/answer", back)


def sign_in(browser: Browser, provider: Provider, subject: str = BETH) -> TestResponse:
    return come_back(browser, provider.let_through(set_out(browser), subject))


def reasons() -> list[str]:
    with snapshot() as session:
        rows = session.scalars(select(AuditRow.detail).where(AuditRow.what == "provider_refused").order_by(AuditRow.id))
        return [row["reason"] for row in rows]


def test_whoever_connected_is_let_in_and_known_by_issuer_and_subject(
    client: FlaskClient, provider: Provider, partners: Partners
) -> None:
    browser = Browser(client)
    assert browser.look()["providers"] == [{"id": 1, "name": "Fellshire Council"}]
    said = Browser.said(sign_in(browser, provider))
    assert (said["signed_in"], said["person"]["id"]) == (True, partners.beth)
    assert browser.look()["signed_in"] is True


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


def without(said: Claims, name: str) -> Claims:
    return {key: value for key, value in said.items() if key != name}


@pytest.mark.parametrize("wrong", sorted(WRONG_CLAIMS))
def test_claims_that_are_not_ours_are_refused(
    client: FlaskClient, provider: Provider, partners: Partners, wrong: str
) -> None:
    provider.change_claims = WRONG_CLAIMS[wrong]
    refused_and_audited(client, sign_in(Browser(client), provider))


def refused_and_audited(client: FlaskClient, answer: TestResponse) -> None:
    said = Browser.said(answer)
    assert (answer.status_code, said["code"]) == (401, "provider_not_accepted"), said
    assert said["message"].startswith("What came back from your agency")
    assert Browser(client).look()["signed_in"] is False
    assert len(reasons()) == 1


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


def test_keys_are_changed_without_anybody_here_noticing(client: FlaskClient, provider: Provider) -> None:
    provider.key = kept_key("second")
    provider.published.append(provider.key)
    assert sign_in(Browser(client), provider).status_code == 200
    provider.published = [provider.key]
    assert sign_in(Browser(client.application.test_client()), provider).status_code == 200


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
    ("change", "reason"),
    [
        ({"state": "guessed"}, "state"),
        ({"code": ""}, "not_given"),
        ({"code": "guessed"}, "refused"),
        ({"iss": "https://elsewhere.example"}, "answer_of_another_issuer"),
        ({"iss": ""}, "answer_of_another_issuer"),
    ],
)
def test_way_back_that_is_not_this_flow_s_is_refused(
    client: FlaskClient, provider: Provider, change: dict[str, str], reason: str
) -> None:
    browser = Browser(client)
    back = provider.let_through(set_out(browser), BETH)
    refused_and_audited(client, come_back(browser, {**back, **change}))
    assert reasons() == [reason]
    assert come_back(browser, back).status_code == 401  # it is over


def test_flow_is_good_once_for_ten_minutes_in_its_own_browser(client: FlaskClient, provider: Provider) -> None:
    first, thief, late = (Browser(client.application.test_client()) for _ in range(3))
    back = provider.let_through(set_out(first), BETH)
    thief.look()
    assert come_back(thief, back).status_code == 401
    assert come_back(first, back).status_code == 200
    first.look()
    assert come_back(first, back).status_code == 401
    back = provider.let_through(set_out(late), BETH)
    with transaction() as session:
        session.execute(update(ProviderFlow).values(begun_at=clock.now() - timedelta(minutes=10)))
    assert come_back(late, back).status_code == 401


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


def test_provider_that_does_not_answer_is_said_to(client: FlaskClient, provider: Provider) -> None:
    provider.stop()
    browser = Browser(client)
    browser.look()
    answer = browser.post("/api/session/provider", {"provider_id": 1})
    assert (answer.status_code, Browser.said(answer)["code"]) == (409, "provider_not_reached")


def test_stranger_inactive_and_moved_are_nobody(client: FlaskClient, provider: Provider, partners: Partners) -> None:
    answers = [sign_in(Browser(client.application.test_client()), provider, "a-stranger")]
    for change in ({"active": False}, {"active": True, "agency_id": partners.police}):
        with transaction() as session:
            session.execute(update(Person).where(Person.id == partners.beth).values(**change))
        answers.append(sign_in(Browser(client.application.test_client()), provider))
    assert {(each.status_code, each.data) for each in answers} == {(401, answers[0].data)}
    assert Browser.said(answers[0])["code"] == "not_connected"
    assert reasons() == ["nobody"] * 3


def test_second_factor_is_asked_here_unless_the_provider_asks_it(
    client: FlaskClient, provider: Provider, partners: Partners
) -> None:
    with transaction() as session:
        get_partnership(session).second_factor = "for_all"
    assert Browser.said(sign_in(Browser(client), provider))["step"] == "set_up"
    with transaction() as session:
        session.execute(text("UPDATE identity_providers SET second_factor = true"))
    assert Browser.said(sign_in(Browser(client.application.test_client()), provider))["signed_in"] is True


def test_one_connects_one_s_own_account_and_takes_it_back(
    client: FlaskClient, provider: Provider, partners: Partners
) -> None:
    amara = Browser(client)
    amara.sign_in("amara")
    back = provider.let_through(set_out(amara, "/api/account/provider"), "subject-of-amara")
    assert Browser.said(come_back(amara, back)) == {"connected": True}
    assert Browser.said(amara.get("/api/account"))["providers"][0]["connected"]
    other = Browser(client.application.test_client())
    assert Browser.said(sign_in(other, provider, "subject-of-amara"))["person"]["id"] == partners.amara
    assert amara.delete("/api/account/provider/1").status_code == 200
    assert sign_in(Browser(client.application.test_client()), provider, "subject-of-amara").status_code == 401
    assert amara.delete("/api/account/provider/1").status_code == 404


def test_account_of_somebody_else_is_not_taken_over(
    client: FlaskClient, provider: Provider, partners: Partners
) -> None:
    amara = Browser(client)
    amara.sign_in("amara")
    answer = come_back(amara, provider.let_through(set_out(amara, "/api/account/provider"), BETH))
    assert (answer.status_code, Browser.said(answer)["code"]) == (409, "connected_to_another")


def test_who_signs_in_meanwhile_is_not_connected_to_another_s_account(
    client: FlaskClient, provider: Provider, partners: Partners
) -> None:
    browser = Browser(client)
    browser.sign_in("amara")
    back = provider.let_through(set_out(browser, "/api/account/provider"), "subject-of-amara")
    browser.sign_in("ines")
    answer = come_back(browser, back)
    assert (answer.status_code, reasons()) == (401, ["another_person"])


def test_provider_of_another_agency_is_not_there_to_connect(
    client: FlaskClient, provider: Provider, partners: Partners
) -> None:
    dina = Browser(client)
    dina.sign_in("dina")
    assert dina.post("/api/account/provider", {"provider_id": 1}).status_code == 404
    assert Browser.said(dina.get("/api/account"))["providers"] == []


def test_removed_provider_lets_nobody_in(client: FlaskClient, provider: Provider) -> None:
    browser = Browser(client)
    back = provider.let_through(set_out(browser), BETH)
    with transaction() as session:
        remove_provider(session, session.get_one(models.Provider, 1))
    assert come_back(browser, back).status_code == 401
    assert browser.look()["providers"] == []


def test_nothing_of_a_flow_is_readable_in_the_database(client: FlaskClient, provider: Provider) -> None:
    back = provider.let_through(set_out(Browser(client)), BETH)
    with snapshot() as session:
        kept = str(session.execute(text("SELECT * FROM provider_flows")).all())
        kept += str(session.execute(text("SELECT * FROM identity_providers")).all())
    assert back["state"] not in kept
    assert CLIENT_SECRET not in kept


DESCRIPTION, KEYS = "/.well-known/openid-configuration", "/jwks"


def test_provider_is_asked_about_itself_once_in_ten_minutes(client: FlaskClient, provider: Provider) -> None:
    begun = clock.now()
    for _ in range(3):
        assert sign_in(Browser(client.application.test_client()), provider).status_code == 200
    assert provider.asked == {DESCRIPTION: 1, KEYS: 1}
    provider.change_claims = lambda said: {**said, "exp": said["exp"] + 660}
    with clock.fixed(begun + timedelta(minutes=11)):
        assert sign_in(Browser(client.application.test_client()), provider).status_code == 200
    assert provider.asked == {DESCRIPTION: 2, KEYS: 2}


def test_a_changed_key_is_found_and_unknown_ones_are_looked_for_once_a_minute(
    client: FlaskClient, provider: Provider
) -> None:
    begun = clock.now()

    def at(seconds: int) -> int:
        with clock.fixed(begun + timedelta(seconds=seconds)):
            return sign_in(Browser(client.application.test_client()), provider).status_code

    assert at(0) == 200
    provider.key = kept_key("second")
    provider.published = [provider.key]
    assert (at(61), provider.asked[KEYS]) == (200, 2)
    provider.key = kept_key("never published")
    assert ([at(70 + n) for n in range(4)], provider.asked[KEYS]) == ([401] * 4, 2)
    assert (at(130), provider.asked[KEYS]) == (401, 3)


def test_a_description_that_was_not_believed_is_not_kept(client: FlaskClient, provider: Provider) -> None:
    provider.change_description = lambda said: {**said, "issuer": "https://elsewhere.example"}
    browser = Browser(client)
    browser.look()
    assert browser.post("/api/session/provider", {"provider_id": 1}).status_code == 409
    provider.change_description = as_it_is
    assert sign_in(browser, provider).status_code == 200


def test_setting_out_again_and_again_has_to_wait(client: FlaskClient, provider: Provider) -> None:
    browser = Browser(client)
    browser.look()
    answers = [browser.post("/api/session/provider", {"provider_id": 1}) for _ in range(40)]
    assert {each.status_code for each in answers} == {200, 429}
    assert answers[-1].headers["Retry-After"]
    with snapshot() as session:
        kept = len(session.scalars(select(ProviderFlow)).all())
    assert (kept, provider.asked[DESCRIPTION]) == ([each.status_code for each in answers].count(200), 1)
