"""Links that let somebody set their password: good once, for a while, and telling nobody whether an account exists."""

import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from mas_hub import clock, mail
from mas_hub.audit.models import AuditRow
from mas_hub.config import Smtp
from mas_hub.db import snapshot, transaction
from mas_hub.identity import link_routes
from mas_hub.identity.models import Person
from mas_hub.identity.queries import get_partnership
from mas_hub.mail.models import QueuedMail
from tests.people import PASSWORD, Browser, Partners, signed_in_as

NOON = datetime(2026, 9, 21, 12, 0, tzinfo=UTC)
NEW = "kettle of violets on the landing"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(link_routes, "ALWAYS_TAKES_S", 0.0)
    with clock.fixed(NOON):
        yield


@pytest.fixture
def post() -> Iterator[None]:
    """E-mail is on; nothing is sent, what is queued is looked at."""
    mail.configure(Smtp(host="127.0.0.1", sender="hub@example.org", public_url="https://hub.example.org"))
    yield
    mail.configure(None)


@pytest.fixture
def ines(client: FlaskClient, partners: Partners) -> Browser:
    return signed_in_as(client, "ines")


def another(client: FlaskClient) -> Browser:
    browser = Browser(client.application.test_client())
    browser.look()
    return browser


def link_for(ines: Browser, person_id: int) -> str:
    answer = ines.post(f"/api/people/{person_id}/link", {"by_mail": False})
    assert answer.status_code == 200, answer.text
    path: str = Browser.said(answer)["path"]
    return path.removeprefix("/set-password#")


def use(browser: Browser, token: str, password: str = NEW) -> Any:
    return browser.put("/api/session/link", {"token": token, "password": password})


def queued() -> list[tuple[str, str, dict[str, Any]]]:
    with snapshot() as session:
        return [
            (row.to, row.template, row.facts) for row in session.scalars(select(QueuedMail).order_by(QueuedMail.id))
        ]


def test_somebody_invited_sets_their_password_and_is_in(ines: Browser, client: FlaskClient, partners: Partners) -> None:
    facts = {"name": "Grace Mbeki", "email": "grace@fellshire.example", "agency_id": partners.police}
    grace_id = Browser.said(ines.post("/api/people", facts))["id"]
    token = link_for(ines, grace_id)
    grace = another(client)
    seen = Browser.said(grace.post("/api/session/link", {"token": token}))
    assert seen == {"purpose": "invitation", "name": "Grace Mbeki", "email": "grace@fellshire.example"}
    refused = use(grace, token, "Grace Mbeki 2026 Grace")
    assert (refused.status_code, list(Browser.said(refused)["fields"])) == (422, ["password"])
    assert Browser.said(use(grace, token))["person"]["name"] == "Grace Mbeki"
    assert another(client).sign_in("grace", NEW).status_code == 200


def test_reset_ends_what_was_signed_in_and_keeps_the_second_step(
    ines: Browser, client: FlaskClient, partners: Partners
) -> None:
    amara = another(client)
    amara.sign_in("amara")
    token = link_for(ines, partners.amara)
    with transaction() as session:
        get_partnership(session).second_factor = "for_roles"
    fresh = another(client)
    assert Browser.said(use(fresh, token))["step"] == "set_up"
    assert fresh.get("/api/directory").status_code == 401
    assert amara.look()["signed_in"] is False
    assert another(client).sign_in("amara", PASSWORD).status_code == 401


def test_link_is_good_once_and_a_newer_one_ends_it(ines: Browser, client: FlaskClient, partners: Partners) -> None:
    first, second = link_for(ines, partners.beth), link_for(ines, partners.beth)
    for token, status in ((first, 404), (second, 200), (second, 404), ("made-up", 404)):
        answer = use(another(client), token)
        assert answer.status_code == status
        if status == 404:
            assert Browser.said(answer)["code"] == "link_not_good"


@pytest.mark.parametrize(
    ("invited", "lasts"), [(False, timedelta(hours=24)), (True, timedelta(days=7))], ids=["reset", "invitation"]
)
def test_link_ends(ines: Browser, client: FlaskClient, partners: Partners, invited: bool, lasts: timedelta) -> None:
    if invited:
        with transaction() as session:
            session.execute(update(Person).where(Person.id == partners.beth).values(password_hash=None))
    token = link_for(ines, partners.beth)
    browser = another(client)
    with clock.fixed(NOON + lasts - timedelta(seconds=1)):
        assert browser.post("/api/session/link", {"token": token}).status_code == 200
    with clock.fixed(NOON + lasts):
        assert browser.post("/api/session/link", {"token": token}).status_code == 404
        assert use(browser, token).status_code == 404


def test_link_of_somebody_made_inactive_opens_nothing(ines: Browser, client: FlaskClient, partners: Partners) -> None:
    token = link_for(ines, partners.beth)
    with transaction() as session:
        session.execute(update(Person).where(Person.id == partners.beth).values(active=False))
    assert use(another(client), token).status_code == 404
    answer = ines.post(f"/api/people/{partners.beth}/link", {"by_mail": False})
    assert (answer.status_code, Browser.said(answer)["code"]) == (409, "person_not_active")


def change(browser: Browser, person_id: int, **facts: Any) -> None:
    people = Browser.said(browser.get("/api/people"))["people"]
    now = next(each for each in people if each["id"] == person_id)
    kept = ("version", "name", "email", "job", "agency_id", "roles", "language", "active")
    answer = browser.put(f"/api/people/{person_id}", {**{name: now[name] for name in kept}, **facts})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "corrected",
    [
        [{"email": "beth.langley@fellshire.example"}],
        [{"password": "another kettle by the door"}],
        [{"active": False}, {"active": True}],
    ],
    ids=["address", "password", "inactive and active again"],
)
def test_link_made_for_how_somebody_signed_in_before_opens_nothing(
    ines: Browser, client: FlaskClient, partners: Partners, corrected: list[dict[str, Any]]
) -> None:
    token = link_for(ines, partners.beth)
    change(ines, partners.beth, job="Social worker")
    assert another(client).post("/api/session/link", {"token": token}).status_code == 200
    for facts in corrected:
        change(ines, partners.beth, **facts)
    assert another(client).post("/api/session/link", {"token": token}).status_code == 404
    assert use(another(client), token).status_code == 404
    assert use(another(client), link_for(ines, partners.beth)).status_code == 200


def test_own_new_password_ends_a_link(ines: Browser, client: FlaskClient, partners: Partners) -> None:
    token = link_for(ines, partners.beth)
    beth = another(client)
    beth.sign_in("beth")
    assert beth.put("/api/account/password", {"present": PASSWORD, "password": NEW}).status_code == 200
    assert use(another(client), token, "another kettle by the door").status_code == 404


def test_token_is_kept_hashed_and_audited_without_it(ines: Browser, partners: Partners) -> None:
    token = link_for(ines, partners.beth)
    with snapshot() as session:
        assert token not in str(session.execute(text("SELECT * FROM sign_in_links")).all())
        row = session.scalars(select(AuditRow).where(AuditRow.what == "sign_in_link_made")).one()
    assert row.detail == {"of_person": partners.beth, "of_agency": partners.csc, "purpose": "reset", "by_mail": False}


def test_link_goes_by_mail_where_that_is_on(ines: Browser, partners: Partners, post: None) -> None:
    answer = Browser.said(ines.post(f"/api/people/{partners.beth}/link", {"by_mail": True}))
    assert (answer["path"], answer["by_mail"]) == (None, True)
    [(to, template, facts)] = queued()
    assert (to, template) == ("beth@fellshire.example", "sign_in_reset")
    assert facts["link"].startswith("https://hub.example.org/set-password#")


def test_without_mail_a_link_is_shown_instead(ines: Browser, client: FlaskClient, partners: Partners) -> None:
    answer = ines.post(f"/api/people/{partners.beth}/link", {"by_mail": True})
    assert (answer.status_code, Browser.said(answer)["code"]) == (409, "mail_is_off")
    said = Browser.said(another(client).post("/api/session/forgotten", {"email": "beth@fellshire.example"}))
    assert said == {"ok": True, "mail": False}


def test_links_are_made_by_who_has_just_shown_who_they_are(ines: Browser, partners: Partners) -> None:
    with clock.fixed(NOON + timedelta(minutes=11)):
        answer = ines.post(f"/api/people/{partners.beth}/link", {"by_mail": False})
    assert (answer.status_code, Browser.said(answer)["code"]) == (403, "prove_again")


def test_forgotten_password_is_answered_alike_for_everybody(
    client: FlaskClient, partners: Partners, post: None
) -> None:
    with transaction() as session:
        session.execute(update(Person).where(Person.id == partners.dina).values(active=False))
    answers = {
        who: another(client).post("/api/session/forgotten", {"email": f"{who}@Fellshire.example"})
        for who in ("beth", "nobody", "dina")
    }
    assert len({(answer.status_code, answer.data) for answer in answers.values()}) == 1
    [(to, _, facts)] = queued()
    assert to == "beth@fellshire.example"
    token = facts["link"].partition("#")[2]
    assert Browser.said(use(another(client), token))["person"]["id"] == partners.beth
    assert [template for _, template, _ in queued()] == ["sign_in_reset", "password_set"]


def test_forgotten_password_takes_as_long_for_everybody(
    client: FlaskClient, partners: Partners, post: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: dict[str, list[float]] = {}
    monkeypatch.setattr(link_routes, "ALWAYS_TAKES_S", 60.0)
    for who in ("beth", "nobody"):
        waits = slept.setdefault(who, [])
        monkeypatch.setattr(link_routes, "time", Watch(waits))
        for _ in range(3):
            another(client).post("/api/session/forgotten", {"email": f"{who}@fellshire.example"})
    assert statistics.median(slept["beth"]) == statistics.median(slept["nobody"]) == 60.0


class Watch:
    """What a request took and what it waited come to, which is what somebody outside can tell."""

    def __init__(self, waits: list[float]) -> None:
        self._waits = waits
        self._read: list[float] = []

    def monotonic(self) -> float:
        self._read.append(time.monotonic())
        return self._read[-1]

    def sleep(self, seconds: float) -> None:
        took = self._read[-1] - self._read[-2]
        self._waits.append(round(took + seconds, 6))


def test_asking_for_a_link_ends_none_that_an_administrator_made(
    ines: Browser, client: FlaskClient, partners: Partners, post: None
) -> None:
    made = link_for(ines, partners.beth)
    another(client).post("/api/session/forgotten", {"email": "beth@fellshire.example"})
    asked_for: str = queued()[-1][2]["link"].partition("#")[2]
    for token in (made, asked_for):
        assert another(client).post("/api/session/link", {"token": token}).status_code == 200
    with clock.fixed(NOON + timedelta(minutes=6)):
        another(client).post("/api/session/forgotten", {"email": "beth@fellshire.example"})
        later: str = queued()[-1][2]["link"].partition("#")[2]
        opens = [another(client).post("/api/session/link", {"token": each}) for each in (made, asked_for, later)]
        assert [answer.status_code for answer in opens] == [200, 404, 200]
        use(another(client), later)
        assert another(client).post("/api/session/link", {"token": made}).status_code == 404


def test_nobody_s_letter_box_is_filled(client: FlaskClient, partners: Partners, post: None) -> None:
    browser = another(client)
    answers = [browser.post("/api/session/forgotten", {"email": "beth@fellshire.example"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert len(queued()) == 1


@pytest.mark.parametrize("sent", [{"token": "\ud800"}, {"token": "x" * 5000}, {"token": None}, {}, []])
def test_odd_links_are_refused_and_never_fail(client: FlaskClient, partners: Partners, sent: Any) -> None:
    assert another(client).post("/api/session/link", sent).status_code in (404, 422)
