"""Two people give a partnership-wide role: one proposes it, another confirms it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Forbidden
from mas_hub.identity.appointing import confirm_role
from mas_hub.identity.models import Person, RoleProposal, SecondFactor, SignInSession
from mas_hub.identity.queries import get_partnership, get_person
from mas_hub.identity.roles import set_roles
from tests.people import Browser, Partners, signed_in_as

NOON = datetime(2026, 9, 21, 12, 0, tzinfo=UTC)
VIEW_ONLY = ("id", "second_factor", "has_password", "proposed")


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.fixed(NOON):
        yield


@pytest.fixture
def two(client: FlaskClient, partners: Partners) -> tuple[Browser, Browser]:
    """Ines and Amara, who both administer."""
    with transaction() as session:
        set_roles(session, None, get_person(session, partners.amara), ["administrator", "facilitator"])
    ines, amara = Browser(client), Browser(client.application.test_client())
    ines.sign_in("ines")
    amara.sign_in("amara")
    return ines, amara


def listed(browser: Browser, person_id: int) -> dict[str, Any]:
    everybody = Browser.said(browser.get("/api/people"))["people"]
    found: dict[str, Any] = next(each for each in everybody if each["id"] == person_id)
    return found


def wish(browser: Browser, person_id: int, *roles: str) -> Any:
    now = {name: value for name, value in listed(browser, person_id).items() if name not in VIEW_ONLY}
    return browser.put(f"/api/people/{person_id}", {**now, "roles": list(roles)})


def decide(browser: Browser, person_id: int, role: str, how: str = "confirm") -> Any:
    return browser.post(f"/api/people/{person_id}/roles/{role}/{how}", {})


@pytest.mark.parametrize("role", ["administrator", "assurance_lead", "facilitator"])
def test_role_waits_for_a_second_administrator(two: tuple[Browser, Browser], partners: Partners, role: str) -> None:
    ines, amara = two
    assert wish(ines, partners.beth, role).status_code == 200
    seen = listed(amara, partners.beth)
    assert seen["roles"] == []
    assert [(each["role"], each["by"]["name"]) for each in seen["proposed"]] == [(role, "Ines Moreau")]
    assert Browser.said(decide(amara, partners.beth, role))["roles"] == [role]
    assert listed(amara, partners.beth)["proposed"] == []
    assert decide(amara, partners.beth, role).status_code == 404


def test_recorder_and_what_is_taken_away_wait_for_nobody(two: tuple[Browser, Browser], partners: Partners) -> None:
    ines, _ = two
    assert Browser.said(wish(ines, partners.amara, "recorder"))["roles"] == ["recorder"]


def test_new_person_waits_too(two: tuple[Browser, Browser], partners: Partners) -> None:
    ines, _ = two
    facts = {"name": "Grace Mbeki", "email": "grace@fellshire.example", "agency_id": partners.police}
    said = Browser.said(ines.post("/api/people", {**facts, "roles": ["recorder", "facilitator"]}))
    assert (said["roles"], [each["role"] for each in said["proposed"]]) == (["recorder"], ["facilitator"])


def test_recorder_waits_for_oneself_and_beside_administering(two: tuple[Browser, Browser], partners: Partners) -> None:
    ines, amara = two
    own = Browser.said(wish(ines, partners.ines, "administrator", "recorder"))
    assert (own["roles"], [each["role"] for each in own["proposed"]]) == (["administrator"], ["recorder"])
    assert decide(ines, partners.ines, "recorder").status_code == 403
    moved = change(ines, partners.ines, roles=["administrator", "recorder"], agency_id=partners.police)
    assert (moved.status_code, Browser.said(moved)["code"]) == (403, "not_for_oneself")
    assert Browser.said(decide(amara, partners.ines, "recorder"))["roles"] == ["administrator", "recorder"]
    moved = change(ines, partners.ines, agency_id=partners.police)
    assert (moved.status_code, Browser.said(moved)["code"]) == (403, "not_for_oneself")
    both = Browser.said(wish(ines, partners.beth, "administrator", "recorder"))
    assert (both["roles"], [each["role"] for each in both["proposed"]]) == ([], ["administrator", "recorder"])
    one = Browser.said(wish(ines, partners.beth, "recorder"))
    assert (one["roles"], one["proposed"]) == (["recorder"], [])
    assert change(ines, partners.beth, agency_id=partners.police).status_code == 200
    assert change(ines, partners.ines, roles=["administrator"], agency_id=partners.police).status_code == 200


def test_who_proposed_it_does_not_confirm_it_and_nobody_their_own(
    two: tuple[Browser, Browser], partners: Partners
) -> None:
    ines, amara = two
    wish(ines, partners.beth, "administrator")
    refused = decide(ines, partners.beth, "administrator")
    assert (refused.status_code, Browser.said(refused)["code"]) == (403, "another_confirms")
    wish(ines, partners.amara, "administrator", "facilitator", "assurance_lead")
    refused = decide(amara, partners.amara, "assurance_lead")
    assert (refused.status_code, Browser.said(refused)["code"]) == (403, "not_for_oneself")


def test_it_is_refused_taken_back_or_left_out_again(two: tuple[Browser, Browser], partners: Partners) -> None:
    ines, amara = two
    refuse = partial(decide, person_id=partners.beth, role="facilitator", how="refuse")
    for take_back in (partial(refuse, amara), partial(refuse, ines), partial(wish, ines, partners.beth)):
        wish(ines, partners.beth, "facilitator")
        assert Browser.said(take_back())["proposed"] == []
        assert decide(amara, partners.beth, "facilitator").status_code == 404
    with snapshot() as session:
        rows = session.scalars(
            select(AuditRow.what).where(AuditRow.what.startswith("role_", autoescape=True)).order_by(AuditRow.id)
        )
        assert list(rows) == ["role_proposed", "role_refused"] + ["role_proposed", "role_withdrawn"] * 2


def test_proposing_twice_is_proposing_once(two: tuple[Browser, Browser], partners: Partners) -> None:
    ines, amara = two
    wish(ines, partners.beth, "facilitator")
    assert len(Browser.said(wish(amara, partners.beth, "facilitator"))["proposed"]) == 1


def test_proposal_of_somebody_who_administers_no_longer_is_nobody_s(
    two: tuple[Browser, Browser], partners: Partners
) -> None:
    ines, amara = two
    wish(amara, partners.beth, "administrator")
    with transaction() as session:
        session.execute(update(Person).where(Person.id == partners.amara).values(active=False))
    refused = decide(ines, partners.beth, "administrator")
    assert (refused.status_code, Browser.said(refused)["code"]) == (409, "proposer_gone")


def test_roles_are_touched_by_who_has_just_shown_who_they_are(two: tuple[Browser, Browser], partners: Partners) -> None:
    ines, amara = two
    wish(ines, partners.beth, "facilitator")
    with clock.fixed(NOON + timedelta(minutes=11)):
        for answer in (
            wish(ines, partners.dina, "administrator"),
            wish(ines, partners.amara),
            decide(amara, partners.beth, "facilitator"),
            decide(amara, partners.beth, "facilitator", "refuse"),
        ):
            assert (answer.status_code, Browser.said(answer)["code"]) == (403, "prove_again")
        assert wish(ines, partners.beth, "facilitator").status_code == 200  # nothing about roles changes


def test_only_administrator_s_proposal_is_confirmed_by_an_operator(client: FlaskClient, partners: Partners) -> None:
    ines = signed_in_as(client, "ines")
    wish(ines, partners.beth, "administrator")
    with transaction() as session:
        confirm_role(session, None, partners.beth, "administrator")
    assert listed(ines, partners.beth)["roles"] == ["administrator"]


def test_in_the_demo_one_is_enough(client: FlaskClient, partners: Partners) -> None:
    with transaction() as session:
        get_partnership(session).demo = True
    ines = signed_in_as(client, "ines")
    assert Browser.said(wish(ines, partners.beth, "administrator"))["roles"] == ["administrator"]
    assert "recorder" in Browser.said(wish(ines, partners.ines, "administrator", "recorder"))["roles"]
    assert change(ines, partners.ines, agency_id=partners.police).status_code == 200


def change(browser: Browser, person_id: int, **facts: Any) -> Any:
    now = {name: value for name, value in listed(browser, person_id).items() if name not in VIEW_ONLY}
    return browser.put(f"/api/people/{person_id}", {**now, **facts})


def give_second_factor(person_id: int) -> None:
    with transaction() as session:
        session.add(SecondFactor(person_id=person_id, last_step=0, sealed="sealed", confirmed_at=clock.now()))


TAKE_OVER: dict[str, Callable[[Browser, int], Any]] = {
    "address": lambda ines, amara: change(ines, amara, email="ines.too@fellshire.example"),
    "password": lambda ines, amara: change(ines, amara, password="another kettle by the door"),
    "second factor": lambda ines, amara: ines.delete(f"/api/people/{amara}/second-factor"),
    "link": lambda ines, amara: ines.post(f"/api/people/{amara}/link", {"by_mail": False}),
}


@pytest.mark.parametrize("how", sorted(TAKE_OVER))
def test_who_took_over_another_administrator_s_account_is_still_one_person(
    two: tuple[Browser, Browser], partners: Partners, how: str
) -> None:
    ines, amara = two
    wish(ines, partners.beth, "facilitator")
    wish(amara, partners.dina, "facilitator")
    if how == "second factor":
        give_second_factor(partners.amara)
    assert TAKE_OVER[how](ines, partners.amara).status_code == 200
    with transaction() as session:  # Amara's present sign-in stands for the one made with what was changed
        session.execute(update(SignInSession).values(ended_at=None))
    for browser, whom in ((amara, partners.beth), (ines, partners.dina)):
        refused = decide(browser, whom, "facilitator")
        assert (refused.status_code, Browser.said(refused)["code"]) == (403, "sign_in_touched")
        assert listed(browser, whom)["roles"] == []
    assert decide(amara, partners.beth, "facilitator", "refuse").status_code == 200
    wish(ines, partners.beth, "facilitator")
    actor = Actor(partners.amara, partners.csc, frozenset({"administrator"}))
    patient = clock.fixed(NOON + timedelta(days=8))
    with patient, pytest.raises(Forbidden, match="sign_in_touched"), transaction() as session:
        confirm_role(session, actor, partners.beth, "facilitator")  # waiting makes no second person
    with clock.fixed(NOON + timedelta(days=7)), transaction() as session:  # proposed anew by then
        session.execute(update(RoleProposal).where(RoleProposal.decided_at.is_(None)).values(proposed_at=clock.now()))
        confirm_role(session, actor, partners.beth, "facilitator")
    with transaction() as session:
        confirm_role(session, None, partners.dina, "facilitator")  # an operator does not wait


def test_one_who_took_over_two_accounts_is_one_person_too(two: tuple[Browser, Browser], partners: Partners) -> None:
    ines, amara = two
    with transaction() as session:
        set_roles(session, None, get_person(session, partners.dina), ["administrator"])
    dina = signed_in_as(ines.client.application.test_client(), "dina")
    wish(amara, partners.beth, "facilitator")
    ines.post(f"/api/people/{partners.amara}/link", {"by_mail": False})
    assert Browser.said(decide(dina, partners.beth, "facilitator"))["code"] == "sign_in_touched"


def test_account_added_with_a_password_is_no_second_person(two: tuple[Browser, Browser], partners: Partners) -> None:
    ines, amara = two
    facts = {"name": "Grace Mbeki", "email": "grace@fellshire.example", "agency_id": partners.police}
    password = "a kettle that Ines knows of"
    grace = Browser.said(ines.post("/api/people", {**facts, "password": password, "roles": ["administrator"]}))["id"]
    assert decide(amara, grace, "administrator").status_code == 200
    wish(ines, partners.beth, "facilitator")
    browser = Browser(ines.client.application.test_client())
    assert browser.sign_in("grace", password).status_code == 200
    refused = decide(browser, partners.beth, "facilitator")
    assert (refused.status_code, Browser.said(refused)["code"]) == (403, "sign_in_touched")
    invited = Browser.said(ines.post("/api/people", {**facts, "name": "Hal Reed", "email": "hal@fellshire.example"}))[
        "id"
    ]
    wish(ines, invited, "facilitator")
    assert Browser.said(decide(amara, invited, "facilitator"))["roles"] == ["facilitator"]


def test_another_job_and_one_s_own_account_leave_the_second_person_one(
    two: tuple[Browser, Browser], partners: Partners
) -> None:
    ines, amara = two
    wish(ines, partners.beth, "facilitator")
    assert change(ines, partners.amara, job="Lead").status_code == 200
    assert change(amara, partners.amara, email="amara.osei@fellshire.example").status_code == 200
    assert decide(amara, partners.beth, "facilitator").status_code == 200
