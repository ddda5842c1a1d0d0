"""One's own account: the password, where one is signed in, and showing again that it is oneself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mas_hub import clock
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Forbidden
from mas_hub.identity import sessions
from mas_hub.identity.devices import device_of, device_view
from mas_hub.identity.fresh import require_fresh
from mas_hub.identity.queries import actor_from_token, get_partnership
from tests.people import PASSWORD, Browser, Partners, signed_in_as

NOON = datetime(2026, 9, 21, 12, 0, tzinfo=UTC)
ANOTHER = "kettle of violets on the landing"


@pytest.fixture
def beth(client: FlaskClient, partners: Partners) -> Browser:
    return signed_in_as(client, "beth")


@pytest.fixture
def elsewhere(beth: Browser) -> Browser:
    """The same person, signed in from another device."""
    return signed_in_as(
        beth.client.application.test_client(), "beth", {"User-Agent": "Mozilla/5.0 (iPhone) Safari/605.1"}
    )


def change(browser: Browser, present: str = PASSWORD, password: str = ANOTHER) -> Any:
    return browser.put("/api/account/password", {"present": present, "password": password})


def test_own_password_is_changed_and_ends_what_else_one_is_signed_in_with(beth: Browser, elsewhere: Browser) -> None:
    answer = change(beth)
    assert answer.status_code == 200, answer.text
    assert beth.look()["signed_in"] is True
    assert elsewhere.look()["signed_in"] is False
    assert elsewhere.sign_in("beth").status_code == 401
    assert elsewhere.sign_in("beth", ANOTHER).status_code == 200


@pytest.mark.parametrize("how", [change, lambda beth: beth.delete("/api/account/sessions")])
def test_who_copied_the_session_s_cookie_is_out_too(beth: Browser, how: Callable[[Browser], TestResponse]) -> None:
    copied = Browser(beth.client.application.test_client())
    cookie = beth.client.get_cookie("mas_hub_session")
    assert cookie is not None
    copied.client.set_cookie("mas_hub_session", cookie.value)
    [before] = Browser.said(copied.get("/api/account"))["sessions"]
    assert how(beth).status_code == 200
    assert copied.look()["signed_in"] is False
    assert beth.look()["signed_in"] is True
    [after] = Browser.said(beth.get("/api/account"))["sessions"]
    assert after["id"] == before["id"]  # one signed in once


@pytest.mark.parametrize(
    ("present", "password", "field"),
    [
        ("not her password at all", ANOTHER, "present"),
        (PASSWORD, "short", "password"),
        (PASSWORD, "Beth.Langley.2026!", "password"),
        (PASSWORD, "Fellshire-Fellshire", "password"),
    ],
)
def test_password_change_that_cannot_be_is_refused_at_its_field(
    beth: Browser, present: str, password: str, field: str
) -> None:
    answer = change(beth, present, password)
    assert answer.status_code == 422
    assert list(Browser.said(answer)["fields"]) == [field]
    assert beth.look()["signed_in"] is True


def test_present_password_is_not_guessed_from_a_stolen_session(beth: Browser) -> None:
    assert [change(beth, "not her password at all").status_code for _ in range(6)] == [422] * 5 + [429]


def test_demo_s_shared_password_stays(beth: Browser) -> None:
    with transaction() as session:
        get_partnership(session).demo = True
    answer = change(beth)
    assert (answer.status_code, Browser.said(answer)["code"]) == (409, "demo_password_stays")


def test_one_sees_where_one_is_signed_in_and_ends_it_there(
    beth: Browser, elsewhere: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, str]] = []
    monkeypatch.setattr(sessions, "_listeners", [])
    sessions.when_sessions_end(lambda ended, why: told.extend((each, why) for each in ended))
    listed = Browser.said(beth.get("/api/account"))["sessions"]
    assert [(each["device"]["system"], each["this"]) for each in listed] == [("iphone", False), ("other", True)]
    answer = beth.delete(f"/api/account/sessions/{listed[0]['id']}")
    assert [each["this"] for each in Browser.said(answer)["sessions"]] == [True]
    assert elsewhere.look()["signed_in"] is False
    assert told == [(listed[0]["id"], "signed_out")]
    assert beth.delete(f"/api/account/sessions/{listed[0]['id']}").status_code == 404


def test_one_signs_out_everywhere_else(beth: Browser, elsewhere: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(sessions, "_listeners", [])
    sessions.when_sessions_end(lambda _, why: told.append(why))
    assert len(Browser.said(beth.delete("/api/account/sessions"))["sessions"]) == 1
    assert (beth.look()["signed_in"], elsewhere.look()["signed_in"]) == (True, False)
    assert told == ["signed_out", "token_renewed"]


def test_somebody_else_s_sign_in_is_not_there(beth: Browser, partners: Partners) -> None:
    amara = signed_in_as(beth.client.application.test_client(), "amara")
    theirs = Browser.said(amara.get("/api/account"))["sessions"][0]["id"]
    assert beth.delete(f"/api/account/sessions/{theirs}").status_code == 404
    assert amara.look()["signed_in"] is True


def test_it_is_audited(beth: Browser, elsewhere: Browser, partners: Partners) -> None:
    change(beth)
    beth.look()
    beth.post("/api/account/proof", {"password": "not her password at all"})
    beth.delete("/api/account/sessions")
    with snapshot() as session:
        rows = session.execute(select(AuditRow.what, AuditRow.person_id).order_by(AuditRow.id)).all()
    assert [tuple(row) for row in rows[2:]] == [
        ("password_changed", partners.beth),
        ("proof_failed", partners.beth),
        ("other_sessions_ended", partners.beth),
    ]


def test_ten_minutes_after_signing_in_one_has_to_prove_who_one_is(client: FlaskClient, partners: Partners) -> None:
    beth = Browser(client)
    with clock.fixed(NOON):
        beth.sign_in("beth")
    assert fresh(client, NOON + timedelta(minutes=9, seconds=59))
    later = NOON + timedelta(minutes=10)
    assert not fresh(client, later)
    with clock.fixed(later):
        refused = beth.post("/api/account/proof", {"password": "not her password at all"})
        assert (refused.status_code, list(Browser.said(refused)["fields"])) == (422, ["password"])
    assert not fresh(client, later)
    with clock.fixed(later):
        assert beth.post("/api/account/proof", {"password": PASSWORD}).status_code == 200
    assert fresh(client, later + timedelta(minutes=9))


def fresh(client: FlaskClient, now: datetime) -> bool:
    cookie = client.get_cookie("mas_hub_session")
    assert cookie is not None
    with clock.fixed(now), snapshot() as session:
        try:
            require_fresh(session, actor_from_token(session, cookie.value))
        except Forbidden as refused:
            return refused.code != "prove_again"
    return True


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "edge windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "chrome linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "chrome android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "safari iphone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Firefox/140.0", "firefox mac"),
        ("curl/8", "other other"),
        ("<script>" * 1000, "other other"),
        ("", "other other"),
    ],
)
def test_device_is_kept_in_two_words(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


def test_device_of_a_sign_in_from_before_is_another() -> None:
    assert device_view("") == {"browser": "other", "system": "other"}
