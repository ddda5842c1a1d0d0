"""The second factor: set up, asked for, never taken twice, taken away for who has lost it."""

import hashlib
import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from mas_hub import clock, db, meeting_log
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.identity.models import RecoveryCode, SecondFactor
from mas_hub.identity.queries import get_partnership, get_person
from mas_hub.identity.roles import set_roles
from mas_hub.identity.sealing import seal, unseal
from tests.people import PASSWORD, Browser, Partners

NOON = datetime(2026, 9, 21, 12, 0, 10, tzinfo=UTC)
PERIOD = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.fixed(NOON):
        yield


def another(client: FlaskClient) -> Browser:
    return Browser(client.application.test_client())


def code_of(secret: str, at: datetime = NOON) -> str:
    return pyotp.TOTP(secret.replace(" ", "")).at(at)


def with_second_factor(client: FlaskClient, who: str = "beth") -> tuple[Browser, str, list[str]]:
    """Somebody signed in who has just set it up at noon, their app's secret and their recovery codes."""
    browser = Browser(client)
    assert browser.sign_in(who).status_code == 200
    offered = Browser.said(browser.post("/api/account/second-factor", {}))
    answer = browser.put("/api/account/second-factor", {"code": code_of(offered["secret"])})
    assert answer.status_code == 200, answer.text
    return browser, offered["secret"], Browser.said(answer)["recovery_codes"]


def ask(who: str = "for_roles") -> None:
    with transaction() as session:
        get_partnership(session).second_factor = who


def give(browser: Browser, code: str) -> Any:
    return browser.post("/api/session/code", {"code": code})


def test_password_alone_opens_nothing_and_a_code_signs_in(client: FlaskClient, partners: Partners) -> None:
    _, secret, _ = with_second_factor(client)
    browser = another(client)
    answer = Browser.said(browser.sign_in("beth"))
    assert (answer["signed_in"], answer["step"], answer["person"]) == (False, "code", None)
    assert browser.get("/api/account").status_code == 401
    with clock.fixed(NOON + PERIOD):
        signed_in = Browser.said(give(browser, code_of(secret, NOON + PERIOD)))
    assert (signed_in["signed_in"], signed_in["person"]["id"]) == (True, partners.beth)
    assert browser.get("/api/account").status_code == 200
    assert give(another_look(browser), "000000").status_code == 401


def another_look(browser: Browser) -> Browser:
    browser.look()
    return browser


def test_qr_code_and_secret_are_what_an_app_takes(client: FlaskClient, partners: Partners) -> None:
    browser = Browser(client)
    browser.sign_in("beth")
    offered = Browser.said(browser.post("/api/account/second-factor", {}))
    parsed = pyotp.parse_uri(offered["uri"])
    assert parsed.secret == offered["secret"].replace(" ", "")
    assert (parsed.name, parsed.issuer) == ("beth@fellshire.example", "mas_hub")
    assert set(offered["qr"]["path"]) <= set("Mhvz-0123456789 ")
    assert offered["qr"]["size"] > 30


def test_the_same_code_is_refused_the_second_time(client: FlaskClient, partners: Partners) -> None:
    _, secret, _ = with_second_factor(client)
    browser = another(client)
    browser.sign_in("beth")
    assert give(browser, code_of(secret)).status_code == 422  # used when it was set up
    with clock.fixed(NOON + PERIOD):
        code = code_of(secret, NOON + PERIOD)
        assert give(browser, code).status_code == 200
        once_more = another(client)
        once_more.sign_in("beth")
        refused = give(once_more, code)
    assert (refused.status_code, list(Browser.said(refused)["fields"])) == (422, ["code"])


@pytest.mark.parametrize(("periods", "status"), [(-2, 422), (-1, 200), (0, 200), (1, 200), (2, 422)])
def test_a_clock_may_be_one_period_off(client: FlaskClient, partners: Partners, periods: int, status: int) -> None:
    _, secret, _ = with_second_factor(client)
    later = NOON + timedelta(minutes=5)
    with clock.fixed(later):
        browser = another(client)
        browser.sign_in("beth")
        assert give(browser, code_of(secret, later + periods * PERIOD)).status_code == status


@pytest.mark.parametrize("code", ["", "12345", "0" * 40, "<b>", "\u0661\u0662\u0663\u0664\u0665\u0666", None, 123456])
def test_odd_codes_are_refused_and_never_fail(client: FlaskClient, partners: Partners, code: Any) -> None:
    with_second_factor(client)
    browser = another(client)
    browser.sign_in("beth")
    assert browser.post("/api/session/code", {"code": code}).status_code == 422


def test_codes_are_not_guessed(client: FlaskClient, partners: Partners) -> None:
    _, secret, _ = with_second_factor(client)
    later = NOON + timedelta(minutes=5)
    with clock.fixed(later):
        browser = another(client)
        browser.sign_in("beth")
        assert [give(browser, f"{n:06}").status_code for n in range(6)] == [422] * 5 + [429]
        assert give(browser, code_of(secret, later)).status_code == 429
    with clock.fixed(later + timedelta(minutes=1)):
        assert give(browser, code_of(secret, later + timedelta(minutes=1))).status_code == 200


def test_recovery_code_signs_in_once(client: FlaskClient, partners: Partners) -> None:
    here, _, codes = with_second_factor(client)
    assert len(set(codes)) == 10
    for spelling, status in ((codes[0].upper().replace("-", " "), 200), (codes[0], 422), (codes[1], 200)):
        browser = another(client)
        browser.sign_in("beth")
        assert give(browser, spelling).status_code == status
    assert Browser.said(here.get("/api/account"))["second_factor"]["recovery_codes"] == 8


def test_recovery_codes_are_long_and_those_made_shorter_before_are_good_still(
    client: FlaskClient, partners: Partners
) -> None:
    _, _, codes = with_second_factor(client)
    letters = codes[0].replace("-", "")
    assert len(letters) * math.log2(31) >= 112  # ASVS 5.0, 6.5.2: what a plain hash may keep
    before = "abcd-efgh-jkmn-pqrs"
    with transaction() as session:
        kept = hashlib.sha256(f"recovery:{partners.beth}:{before.replace('-', '')}".encode()).hexdigest()
        session.add(RecoveryCode(person_id=partners.beth, code_hash=kept))
    for status in (200, 422):
        browser = another(client)
        browser.sign_in("beth")
        assert give(browser, before).status_code == status


def test_new_recovery_codes_replace_the_ones_before(client: FlaskClient, partners: Partners) -> None:
    here, _, codes = with_second_factor(client)
    anew = Browser.said(here.post("/api/account/recovery-codes", {}))["recovery_codes"]
    browser = another(client)
    browser.sign_in("beth")
    assert give(browser, codes[0]).status_code == 422
    assert give(browser, anew[0]).status_code == 200


def test_a_step_left_too_long_or_outdone_begins_again(client: FlaskClient, partners: Partners) -> None:
    here, secret, _ = with_second_factor(client)
    slow, outdone = another(client), another(client)
    slow.sign_in("beth")
    with clock.fixed(NOON + timedelta(minutes=10)):
        answer = give(slow, code_of(secret, NOON + timedelta(minutes=10)))
    assert (answer.status_code, Browser.said(answer)["code"]) == (401, "sign_in_took_too_long")
    outdone.sign_in("beth")
    here.put("/api/account/password", {"present": PASSWORD, "password": "kettle of violets on the landing"})
    with clock.fixed(NOON + PERIOD):
        assert give(outdone, code_of(secret, NOON + PERIOD)).status_code == 401


def test_who_has_to_have_one_sets_it_up_while_signing_in(client: FlaskClient, partners: Partners) -> None:
    ask()
    beth, amara = Browser(client), another(client)
    assert Browser.said(beth.sign_in("beth"))["signed_in"] is True
    assert Browser.said(amara.sign_in("amara"))["step"] == "set_up"
    assert amara.get("/api/directory").status_code == 401
    assert give(amara, "000000").status_code == 401  # there is nothing yet that a code could be of
    offered = Browser.said(amara.post("/api/session/second-factor", {}))
    wrong = amara.put("/api/session/second-factor", {"code": "000000"})
    assert wrong.status_code == 422
    assert "recovery code" not in wrong.get_json()["fields"]["code"]  # there are none yet
    signed_in = Browser.said(amara.put("/api/session/second-factor", {"code": code_of(offered["secret"])}))
    assert signed_in["person"]["factors"] == ["app"]
    assert len(signed_in["recovery_codes"]) == 10
    assert amara.get("/api/directory").status_code == 200


def test_set_up_step_is_no_way_round_a_second_factor_that_exists(client: FlaskClient, partners: Partners) -> None:
    with_second_factor(client)
    browser = another(client)
    browser.sign_in("beth")
    assert browser.post("/api/session/second-factor", {}).status_code == 401
    assert browser.put("/api/session/second-factor", {"code": "000000"}).status_code == 401


def test_what_is_needed_cannot_be_removed_and_what_is_not_can(client: FlaskClient, partners: Partners) -> None:
    amara, _, _ = with_second_factor(client, "amara")
    ask()
    answer = amara.delete("/api/account/second-factor")
    assert (answer.status_code, Browser.said(answer)["code"]) == (409, "second_factor_needed")
    ask("optional")
    assert amara.delete("/api/account/second-factor").status_code == 200
    assert Browser.said(another(client).sign_in("amara"))["signed_in"] is True


def test_setting_up_anew_counts_only_when_the_new_app_shows_a_code(client: FlaskClient, partners: Partners) -> None:
    here, secret, _ = with_second_factor(client)
    here.post("/api/account/second-factor", {})
    with clock.fixed(NOON + PERIOD):
        browser = another(client)
        browser.sign_in("beth")
        assert give(browser, code_of(secret, NOON + PERIOD)).status_code == 200


def test_administrator_takes_away_what_was_lost(client: FlaskClient, partners: Partners) -> None:
    beth, _, _ = with_second_factor(client)
    ines, half_way = another(client), another(client)
    ines.sign_in("ines")
    assert Browser.said(half_way.sign_in("beth"))["step"] == "code"
    everybody = Browser.said(ines.get("/api/people"))["people"]
    assert [each["id"] for each in everybody if each["second_factor"]] == [partners.beth]
    assert ines.delete(f"/api/people/{partners.beth}/second-factor").status_code == 200
    assert beth.look()["signed_in"] is False
    asked_in_vain = give(half_way, "000000")
    assert (asked_in_vain.status_code, Browser.said(asked_in_vain)["code"]) == (401, "second_factor_gone")
    again = another(client)
    assert Browser.said(again.sign_in("beth"))["signed_in"] is True
    assert Browser.said(again.get("/api/account"))["second_factor"]["reset_at"]
    assert ines.delete(f"/api/people/{partners.beth}/second-factor").status_code == 404
    assert ines.delete(f"/api/people/{partners.ines}/second-factor").status_code == 403
    with snapshot() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.what == "second_factor_reset")).one()
    assert (row.person_id, row.detail) == (partners.ines, {"of_person": partners.beth, "of_agency": partners.csc})


def test_asking_for_it_signs_out_who_has_none(client: FlaskClient, partners: Partners) -> None:
    ines, amara, beth = another(client), another(client), another(client)
    for browser, who in ((ines, "ines"), (amara, "amara"), (beth, "beth")):
        browser.sign_in(who)
    refused = ines.put("/api/partnership/sign-in", {"second_factor": "for_roles"})
    assert (refused.status_code, Browser.said(refused)["code"]) == (409, "second_factor_first_your_own")
    ines, _, _ = with_second_factor(client, "ines")
    assert ines.put("/api/partnership/sign-in", {"second_factor": "for_roles"}).status_code == 200
    assert (amara.look()["signed_in"], beth.look()["signed_in"]) == (False, True)


def test_role_that_asks_for_it_signs_out_who_has_none(client: FlaskClient, partners: Partners) -> None:
    ask()
    beth = another(client)
    beth.sign_in("beth")
    with transaction() as session:
        set_roles(session, None, get_person(session, partners.beth), ["facilitator"])
    assert beth.look()["signed_in"] is False


def test_demo_asks_nobody(client: FlaskClient, partners: Partners) -> None:
    with transaction() as session:
        get_partnership(session).demo = True
    ines = Browser(client)
    ines.sign_in("ines")
    answer = ines.put("/api/partnership/sign-in", {"second_factor": "for_all"})
    assert (answer.status_code, Browser.said(answer)["code"]) == (409, "second_factor_not_in_demo")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "/api/account/second-factor", {}),
        ("put", "/api/account/second-factor", {"code": "000000"}),
        ("post", "/api/account/recovery-codes", {}),
        ("put", "/api/partnership/sign-in", {"second_factor": "optional"}),
    ],
)
def test_second_factors_are_touched_by_who_has_just_shown_who_they_are(
    client: FlaskClient, partners: Partners, method: str, path: str, body: Any
) -> None:
    ines, secret, _ = with_second_factor(client, "ines")
    later = NOON + timedelta(minutes=11)
    with clock.fixed(later):
        answer = getattr(ines, method)(path, body)
        assert (answer.status_code, Browser.said(answer)["code"]) == (403, "prove_again")
        assert ines.post("/api/account/proof", {"password": PASSWORD}).status_code == 422
        assert ines.post("/api/account/proof", {"code": code_of(secret, later)}).status_code == 200
        assert getattr(ines, method)(path, body).status_code in (200, 422, 409)


def test_secret_is_nowhere_in_the_database_and_opens_under_its_key_alone(
    client: FlaskClient, partners: Partners, tmp_path: Any
) -> None:
    _, secret, codes = with_second_factor(client)
    with snapshot() as session:
        kept = str(session.execute(text("SELECT * FROM second_factors")).all())
        kept += str(session.execute(text("SELECT * FROM recovery_codes")).all())
        sealed = session.get_one(SecondFactor, partners.beth).sealed or ""
    for told in (secret.replace(" ", ""), *codes, *(code.replace("-", "") for code in codes)):
        assert told not in kept
        assert told.encode() not in (tmp_path / "mas_hub.sqlite").read_bytes()
    assert unseal("second factor", partners.beth, sealed) == secret.replace(" ", "")
    assert unseal("second factor", partners.dina, sealed) is None
    assert unseal("another purpose", partners.beth, sealed) is None
    assert unseal("second factor", partners.beth, sealed[:-4] + "AAAA") is None
    meeting_log.configure_key(tmp_path / "another key")
    assert unseal("second factor", partners.beth, sealed) is None
    db.close()


def test_sealing_the_same_twice_shows_nothing_of_it(database: object) -> None:
    assert seal("second factor", 1, "secret") != seal("second factor", 1, "secret")
