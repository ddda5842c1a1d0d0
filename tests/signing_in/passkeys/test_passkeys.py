"""Passkeys: added, used in place of a password, of a code and of being asked again, removed, lost."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from mas_hub import clock, mail, web
from mas_hub.config import Settings, Smtp
from mas_hub.db import snapshot, transaction
from mas_hub.identity import routes
from mas_hub.identity.models import Person, SignInSession
from mas_hub.identity.passkeys import MOST_HELD
from mas_hub.identity.second_factor import take_away_second_factor
from mas_hub.mail.models import QueuedMail
from tests.people import Browser, Partners
from tests.signing_in.passkeys.an_authenticator import ORIGIN, Device
from tests.signing_in.passkeys.in_a_browser import (
    NAMED,
    NOON,
    account,
    add,
    another,
    ask,
    audited,
    require,
    use,
    with_passkey,
)
from tests.signing_in.test_second_factor import code_of

ANOTHER = "kettle of violets on the landing"


def test_passkey_signs_in_without_a_password_and_is_both_factors(client: FlaskClient, partners: Partners) -> None:
    _, device, codes = with_passkey(client, "amara")
    require()
    browser = another(client)
    signed_in = Browser.said(use(browser, device))
    assert (signed_in["signed_in"], signed_in["person"]["id"]) == (True, partners.amara)
    assert signed_in["person"]["factors"] == ["passkey"]
    assert len(codes) == 10
    assert browser.get("/api/directory").status_code == 200
    here = next(each for each in account(browser)["sessions"] if each["this"])
    assert here["how"] == ["passkey"]
    assert audited("signed_in")[-1]["how"] == "passkey"
    with snapshot() as session:
        assert session.scalars(select(SignInSession.how).order_by(SignInSession.id)).all() == ["password", "passkey"]


def test_what_is_asked_is_the_same_for_everybody_and_names_nobody(client: FlaskClient, partners: Partners) -> None:
    before = ask(another(client), "/api/session/passkey")
    with_passkey(client)
    after = ask(another(client), "/api/session/passkey")
    assert len(before.pop("challenge")) == len(after.pop("challenge")) == 43
    assert before == after
    assert (before["allowCredentials"], before["userVerification"], before["rpId"]) == (
        [],
        "required",
        "hub.example.org",
    )


def test_device_is_told_a_random_handle_and_to_verify(client: FlaskClient, partners: Partners) -> None:
    browser, device, _ = with_passkey(client)
    options = ask(browser, "/api/account/passkeys")
    assert options["user"]["id"] == device.user_handle
    assert len(device.user_handle) == 43
    assert [each["id"] for each in options["excludeCredentials"]] == [device.id]
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert (options["rp"]["id"], options["attestation"]) == ("hub.example.org", "none")


def test_after_the_password_a_passkey_stands_in_for_a_code(client: FlaskClient, partners: Partners) -> None:
    _, device, _ = with_passkey(client)
    browser = another(client)
    half = Browser.said(browser.sign_in("beth"))
    assert (half["signed_in"], half["step"], half["factors"]) == (False, "code", ["passkey"])
    assert browser.get("/api/account").status_code == 401
    options = ask(browser, "/api/session/step/passkey")
    assert [each["id"] for each in options["allowCredentials"]] == [device.id]
    assert Browser.said(use(browser, device, "/api/session/step/passkey"))["signed_in"] is True
    assert account(browser)["sessions"][0]["how"] == ["password", "passkey"]


def test_recovery_codes_stand_in_for_a_passkey_left_at_home(client: FlaskClient, partners: Partners) -> None:
    _, _, codes = with_passkey(client)
    browser = another(client)
    browser.sign_in("beth")
    assert Browser.said(browser.post("/api/session/code", {"code": codes[0]}))["signed_in"] is True
    browser.look()
    assert account(browser)["sessions"][0]["how"] == ["password", "recovery"]
    assert browser.post("/api/account/recovery-codes", {}).status_code == 200


def test_somebody_who_has_to_have_a_second_factor_sets_up_a_passkey(client: FlaskClient, partners: Partners) -> None:
    require()
    browser, device = another(client), Device()
    assert Browser.said(browser.sign_in("amara"))["step"] == "set_up"
    assert browser.post("/api/session/step/passkey/options", {}).status_code == 401  # there is none to ask for
    made = device.make(ask(browser, "/api/session/step/passkeys"))
    signed_in = Browser.said(browser.post("/api/session/step/passkeys", {"name": "Phone", "made": made}))
    assert (signed_in["person"]["id"], len(signed_in["recovery_codes"])) == (partners.amara, 10)
    assert Browser.said(use(another(client), device))["signed_in"] is True


def test_set_up_step_is_no_way_round_a_passkey_that_exists(client: FlaskClient, partners: Partners) -> None:
    with_passkey(client)
    browser = another(client)
    browser.sign_in("beth")
    assert browser.post("/api/session/step/passkeys/options", NAMED).status_code == 401
    assert browser.post("/api/session/second-factor", {}).status_code == 401


def test_asked_again_one_shows_a_passkey(client: FlaskClient, partners: Partners) -> None:
    browser, device, codes = with_passkey(client)
    with clock.fixed(NOON + timedelta(minutes=11)):
        assert Browser.said(browser.post("/api/account/passkeys/options", NAMED))["code"] == "prove_again"
        assert use(browser, device, "/api/account/proof/passkey").status_code == 200
        assert browser.post("/api/account/passkeys/options", NAMED).status_code == 200
    with clock.fixed(NOON + timedelta(minutes=22)):
        assert browser.post("/api/account/passkeys/options", NAMED).status_code == 403
        assert browser.post("/api/account/proof", {"code": codes[1]}).status_code == 200


def test_last_one_stays_where_it_is_asked_for_and_says_what_to_do(client: FlaskClient, partners: Partners) -> None:
    browser, _, _ = with_passkey(client, "amara")
    require()
    mine = account(browser)["passkeys"]
    refused = browser.delete(f"/api/account/passkeys/{mine[0]['id']}")
    assert (refused.status_code, Browser.said(refused)["code"]) == (409, "second_factor_needed")
    assert "Set up another first" in Browser.said(refused)["message"]
    offered = Browser.said(browser.post("/api/account/second-factor", {}))
    browser.put("/api/account/second-factor", {"code": code_of(offered["secret"])})
    assert browser.delete(f"/api/account/passkeys/{mine[0]['id']}").status_code == 200
    assert browser.delete("/api/account/second-factor").status_code == 409
    assert add(browser, Device(), "Another").status_code == 200
    assert browser.delete("/api/account/second-factor").status_code == 200
    left = account(browser)
    assert ([each["name"] for each in left["passkeys"]], left["second_factor"]["recovery_codes"]) == (["Another"], 10)


def test_without_the_last_one_recovery_codes_open_nothing(client: FlaskClient, partners: Partners) -> None:
    browser, device, _ = with_passkey(client)
    mine = account(browser)["passkeys"][0]
    assert browser.delete(f"/api/account/passkeys/{mine['id']}").status_code == 200
    assert account(browser)["second_factor"]["recovery_codes"] == 0
    assert use(another(client), device).status_code == 403
    assert Browser.said(another(client).sign_in("beth"))["signed_in"] is True
    assert browser.delete(f"/api/account/passkeys/{mine['id']}").status_code == 404


def test_somebody_else_s_is_not_there_to_remove(client: FlaskClient, partners: Partners) -> None:
    browser, _, _ = with_passkey(client)
    amara = another(client)
    amara.sign_in("amara")
    theirs = account(browser)["passkeys"][0]["id"]
    assert amara.delete(f"/api/account/passkeys/{theirs}").status_code == 404


def test_the_list_says_when_each_was_used(client: FlaskClient, partners: Partners) -> None:
    browser, device, _ = with_passkey(client)
    assert account(browser)["passkeys"] == [
        {"id": 1, "name": "Laptop", "added": clock.iso(NOON), "last_used": None},
    ]
    with clock.fixed(NOON + timedelta(minutes=3)):
        use(another(client), device)
        assert account(browser)["passkeys"][0]["last_used"] == clock.iso(NOON + timedelta(minutes=3))


def test_a_device_that_does_not_count_is_good_again_and_again(client: FlaskClient, partners: Partners) -> None:
    _, device, _ = with_passkey(client)
    for _ in range(2):
        device.count = -1  # each use adds one
        with transaction() as session:
            session.execute(text("UPDATE passkeys SET sign_count = 0"))
        assert use(another(client), device).status_code == 200


def test_administrator_takes_lost_passkeys_away(client: FlaskClient, partners: Partners) -> None:
    beth, device, codes = with_passkey(client)
    ines, half_way = another(client), another(client)
    ines.sign_in("ines")
    half_way.sign_in("beth")
    ask(half_way, "/api/session/step/passkey")
    assert ines.delete(f"/api/people/{partners.beth}/second-factor").status_code == 200
    assert beth.look()["signed_in"] is False
    assert use(another(client), device).status_code == 403
    asked_in_vain = half_way.post("/api/session/step/passkey/options", {})
    assert (asked_in_vain.status_code, Browser.said(asked_in_vain)["code"]) == (401, "second_factor_gone")
    again = another(client)
    assert Browser.said(again.sign_in("beth"))["signed_in"] is True
    assert account(again)["second_factor"]["reset_at"]
    assert again.post("/api/account/proof", {"code": codes[0]}).status_code == 422
    assert add(again, Device()).status_code == 200
    assert account(again)["second_factor"]["reset_at"] is None


def test_operator_takes_lost_passkeys_away(client: FlaskClient, partners: Partners) -> None:
    _, device, _ = with_passkey(client)
    with transaction() as session:
        take_away_second_factor(session, None, session.get_one(Person, partners.beth))
    assert use(another(client), device).status_code == 403


def test_a_new_password_by_link_still_asks_for_the_passkey(client: FlaskClient, partners: Partners) -> None:
    _, device, _ = with_passkey(client)
    ines, browser = another(client), another(client)
    ines.sign_in("ines")
    link = Browser.said(ines.post(f"/api/people/{partners.beth}/link", {"by_mail": False}))
    token = link["path"].partition("#")[2]
    half = Browser.said(browser.put("/api/session/link", {"token": token, "password": ANOTHER}))
    assert (half["signed_in"], half["step"], half["factors"]) == (False, "code", ["passkey"])
    assert Browser.said(use(browser, device, "/api/session/step/passkey"))["signed_in"] is True
    assert account(browser)["sessions"][0]["how"] == ["link", "passkey"]


def test_whose_account_it_is_is_told_by_e_mail(client: FlaskClient, partners: Partners) -> None:
    mail.configure(Smtp(host="127.0.0.1", sender="hub@example.org", public_url=ORIGIN))
    try:
        with_passkey(client)
    finally:
        mail.configure(None)
    with snapshot() as session:
        assert session.scalars(select(QueuedMail.template)).all() == ["passkey_added"]


def test_nobody_gathers_more_than_can_be_asked_for(client: FlaskClient, partners: Partners) -> None:
    browser, _, _ = with_passkey(client)
    for _ in range(MOST_HELD - 1):
        assert add(browser, Device()).status_code == 200
    refused = browser.post("/api/account/passkeys/options", NAMED)
    assert (refused.status_code, Browser.said(refused)["code"]) == (409, "too_many_passkeys")


@pytest.mark.parametrize("address", ["", "https://192.0.2.7", "http://hub.example.org", "https://[2001:db8::1]:8443"])
def test_without_an_address_that_browsers_take_there_are_none(tmp_path: Path, address: str, partners: Partners) -> None:
    app = Flask("mas_hub", static_folder=None)
    web.init(app, Settings(data=tmp_path, async_mode="threading", public_url=address))
    routes.init(app)
    browser = Browser(app.test_client())
    assert browser.look()["passkeys_at"] is None
    answer = browser.post("/api/session/passkey/options", {})
    assert (answer.status_code, Browser.said(answer)["code"]) == (409, "passkeys_off")
