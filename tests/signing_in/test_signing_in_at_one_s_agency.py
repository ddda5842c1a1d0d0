"""OpenID Connect against a provider on loopback that tells the truth."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from mas_hub import clock
from mas_hub.db import snapshot, transaction
from mas_hub.identity import models
from mas_hub.identity.models import Person, ProviderFlow
from mas_hub.identity.providers import remove_provider
from mas_hub.identity.queries import get_partnership
from tests.people import Browser, Partners, signed_in_as
from tests.signing_in.a_provider import CLIENT_SECRET, Provider, as_it_is, kept_key
from tests.signing_in.at_the_agency import BETH, come_back, reasons, set_out, sign_in


def test_whoever_connected_is_let_in_and_known_by_issuer_and_subject(
    client: FlaskClient, provider: Provider, partners: Partners
) -> None:
    browser = Browser(client)
    assert browser.look()["providers"] == [{"id": 1, "name": "Fellshire Council"}]
    said = Browser.said(sign_in(browser, provider))
    assert (said["signed_in"], said["person"]["id"]) == (True, partners.beth)
    assert browser.look()["signed_in"] is True


def test_one_comes_back_to_the_page_one_wanted(client: FlaskClient, provider: Provider) -> None:
    browser = Browser(client)
    browser.look()
    asked = {"provider_id": 1, "path": "/meetings/7/"}
    address = Browser.said(browser.post("/api/session/provider", asked))["address"]
    assert Browser.said(come_back(browser, provider.let_through(address, BETH)))["path"] == "/meetings/7/"
    browser.look()
    for elsewhere in ("//elsewhere.example", "https://elsewhere.example", "/\\elsewhere", "inbox", "/inbox?a=b"):
        assert browser.post("/api/session/provider", {**asked, "path": elsewhere}).status_code == 422


def test_keys_are_changed_without_anybody_here_noticing(client: FlaskClient, provider: Provider) -> None:
    provider.key = kept_key("second")
    provider.published.append(provider.key)
    assert sign_in(Browser(client), provider).status_code == 200
    provider.published = [provider.key]
    assert sign_in(Browser(client.application.test_client()), provider).status_code == 200


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
    amara = signed_in_as(client, "amara")
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
    amara = signed_in_as(client, "amara")
    answer = come_back(amara, provider.let_through(set_out(amara, "/api/account/provider"), BETH))
    assert (answer.status_code, Browser.said(answer)["code"]) == (409, "connected_to_another")


def test_who_signs_in_meanwhile_is_not_connected_to_another_s_account(
    client: FlaskClient, provider: Provider, partners: Partners
) -> None:
    browser = signed_in_as(client, "amara")
    back = provider.let_through(set_out(browser, "/api/account/provider"), "subject-of-amara")
    browser.sign_in("ines")
    answer = come_back(browser, back)
    assert (answer.status_code, reasons()) == (401, ["another_person"])


def test_provider_of_another_agency_is_not_there_to_connect(
    client: FlaskClient, provider: Provider, partners: Partners
) -> None:
    dina = signed_in_as(client, "dina")
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
