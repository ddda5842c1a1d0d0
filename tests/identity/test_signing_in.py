from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from mas_hub import blocking, clock
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.identity import sessions
from mas_hub.identity.models import Person, SignInSession
from mas_hub.identity.queries import get_partnership
from mas_hub.web.session import UNATTENDED
from tests.people import Browser, Partners

NOON = datetime(2026, 9, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def browser(client: FlaskClient, partners: Partners) -> Browser:
    return Browser(client)


def test_right_password_signs_in(browser: Browser, partners: Partners) -> None:
    answer = browser.sign_in("beth")
    said = Browser.said(answer)
    assert answer.status_code == 200
    assert said["signed_in"] is True
    assert said["person"]["id"] == partners.beth
    assert said["person"]["agency"]["code"] == "CSC"
    assert said["partnership"]["nation"] == "england"
    assert said["demo"] is False
    assert said["demo_people"] == []
    assert said["demo_password"] is None
    assert browser.look()["signed_in"] is True


def test_email_is_taken_in_any_case(browser: Browser) -> None:
    browser.look()
    answer = browser.post(
        "/api/session", {"email": " Beth@Fellshire.EXAMPLE ", "password": "violet kettle under the stairs"}
    )
    assert answer.status_code == 200


def test_wrong_password_and_unknown_email_are_answered_alike(browser: Browser) -> None:
    wrong = browser.sign_in("beth", "not her password at all")
    unknown = browser.sign_in("nobody", "not her password at all")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.data == unknown.data
    assert Browser.said(wrong)["code"] == "wrong_sign_in"


def test_unknown_email_costs_a_password_check_too(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    checks: list[str] = []

    def run(work: Callable[..., object], *given: object) -> object:
        checks.append(work.__name__)
        return work(*given)

    monkeypatch.setattr(blocking, "_runner", [run])
    browser.sign_in("nobody")
    browser.sign_in("beth", "not her password at all")
    assert checks == ["_verify", "_verify"]


def test_inactive_person_cannot_sign_in(browser: Browser, partners: Partners) -> None:
    with transaction() as session:
        session.execute(update(Person).where(Person.id == partners.beth).values(active=False))
    assert browser.sign_in("beth").status_code == 401


def test_cookie_is_out_of_scripts_reach_and_token_is_kept_hashed(browser: Browser) -> None:
    answer = browser.sign_in("beth")
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("mas_hub_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    token = cookie.split("=")[1].split(";")[0]
    with snapshot() as session:
        stored = session.scalars(select(SignInSession.token_hash)).one()
    assert token not in stored


def test_signing_in_again_ends_the_session_before(browser: Browser) -> None:
    browser.sign_in("beth")
    browser.sign_in("beth")
    with snapshot() as session:
        assert [ended is None for ended in session.scalars(select(SignInSession.ended_at))] == [False, True]


def test_signing_out_ends_the_session_on_the_server(browser: Browser, client: FlaskClient) -> None:
    browser.sign_in("ines")
    token = client.get_cookie("mas_hub_session")
    assert token is not None
    assert browser.delete("/api/session").status_code == 200
    client.set_cookie("mas_hub_session", token.value)
    assert browser.get("/api/people").status_code == 401


def test_sockets_are_told_which_sessions_ended(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(sessions, "_listeners", [])
    sessions.when_sessions_end(lambda ended, _: told.extend(ended))
    browser.sign_in("beth")
    browser.delete("/api/session")
    assert len(told) == 1


def test_idle_session_ends_after_half_an_hour(browser: Browser) -> None:
    with clock.fixed(NOON):
        browser.sign_in("ines")
    with clock.fixed(NOON + timedelta(minutes=29)):
        assert browser.get("/api/people").status_code == 200
    with clock.fixed(NOON + timedelta(minutes=58)):
        assert browser.get("/api/people").status_code == 200
    with clock.fixed(NOON + timedelta(minutes=89)):
        answer = browser.get("/api/people")
    assert answer.status_code == 401
    assert Browser.said(answer)["code"] == "signed_out"


def test_a_page_that_looks_by_itself_keeps_nobody_signed_in(browser: Browser) -> None:
    with clock.fixed(NOON):
        browser.sign_in("ines")
    browser.headers = {UNATTENDED: "yes"}
    with clock.fixed(NOON + timedelta(minutes=29)):
        assert browser.get("/api/people").status_code == 200
    with clock.fixed(NOON + timedelta(minutes=31)):
        assert browser.get("/api/people").status_code == 401


def test_session_ends_after_twelve_hours_however_busy(browser: Browser) -> None:
    with clock.fixed(NOON):
        browser.sign_in("ines")
    for quarter in range(1, 48):
        with clock.fixed(NOON + timedelta(minutes=15 * quarter)):
            assert browser.get("/api/people").status_code == 200
    with clock.fixed(NOON + timedelta(hours=12)):
        assert browser.get("/api/people").status_code == 401


def test_being_seen_is_written_once_a_minute_at_most(browser: Browser) -> None:
    with clock.fixed(NOON):
        browser.sign_in("ines")
    with clock.fixed(NOON + timedelta(seconds=59)):
        browser.get("/api/people")
        assert last_seen() == NOON
    with clock.fixed(NOON + timedelta(seconds=61)):
        browser.get("/api/people")
        assert last_seen() == NOON + timedelta(seconds=61)


def last_seen() -> datetime:
    with snapshot() as session:
        return session.scalars(select(SignInSession.last_seen_at)).one()


def test_who_keeps_failing_elsewhere_does_not_lock_a_person_out(browser: Browser) -> None:
    for _ in range(6):
        browser.sign_in("beth", "not her password at all")
    browser.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert browser.sign_in("beth").status_code == 200


def test_success_takes_earlier_mistakes_back(browser: Browser) -> None:
    for _ in range(3):
        for _ in range(4):
            browser.sign_in("beth", "not her password at all")
        assert browser.sign_in("beth").status_code == 200


def test_signing_in_failing_and_leaving_are_audited(browser: Browser, partners: Partners) -> None:
    browser.sign_in("beth", "not her password at all")
    browser.sign_in("beth")
    browser.delete("/api/session")
    with snapshot() as session:
        rows = session.execute(select(AuditRow.what, AuditRow.person_id).order_by(AuditRow.id)).all()
    assert [tuple(row) for row in rows] == [
        ("sign_in_failed", None),
        ("signed_in", partners.beth),
        ("signed_out", partners.beth),
    ]


@pytest.mark.parametrize(
    "sent",
    [
        {"email": "beth@fellshire.example", "password": "\ud800" * 20},
        {"email": "\ud800@fellshire.example", "password": "x" * 20},
        {"email": "beth@fellshire.example", "password": "x" * 1001},
        {"email": "beth@fellshire.example", "password": ["x"]},
        {"email": None, "password": None},
        {},
        [],
        "text",
    ],
)
def test_odd_sign_ins_are_refused_and_never_fail(browser: Browser, sent: object) -> None:
    browser.look()
    assert browser.post("/api/session", sent).status_code in (401, 422)


def test_demo_shows_who_can_sign_in_and_how(browser: Browser, partners: Partners) -> None:
    with transaction() as session:
        get_partnership(session).demo = True
    said = browser.look()
    assert said["demo"] is True
    assert said["demo_password"]
    assert {person["email"] for person in said["demo_people"]} >= {"ines@fellshire.example", "dina@fellshire.example"}


def test_empty_deployment_says_so_without_failing(client: FlaskClient) -> None:
    said = Browser(client).look()
    assert said["partnership"] is None
    assert said["signed_in"] is False
