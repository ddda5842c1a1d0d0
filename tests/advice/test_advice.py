"""Whom to ask: listed by administrators, read by whoever signs in, with the day on which it was right."""

from datetime import date
from typing import Any

import pytest

from mas_hub.advice.actions import change_contact, list_contact, remove_contact
from mas_hub.advice.queries import list_advice
from mas_hub.advice.rules import ROLES, check_contact, is_old
from mas_hub.audit.models import AuditRow
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden, Invalid, NotFound
from mas_hub.identity.models import Agency
from tests.sitting import NO_SUCH_ID, Sitting

SAID: dict[str, Any] = {
    "role": "named_nurse",
    "role_name": "",
    "name": "Mair Made-up",
    "telephone": "01632 960123",
    "email": "",
    "hours": "Weekdays 9 to 5",
    "as_of": date(2026, 9, 1),
}
TODAY = date(2026, 9, 21)


def name(sitting: Sitting, agency: str = "health", who: str = "ines", **changed: Any) -> int:
    with transaction() as session:
        said = {**SAID, **changed}
        return list_contact(session, sitting.actor(who), sitting.agencies[agency], **said).id


def listed(sitting: Sitting, agency: str, meeting_id: int | None = None) -> list[dict[str, Any]] | None:
    """None: the agency is not on the list at all."""
    with snapshot() as session:
        found = {each["agency"]["id"]: each["contacts"] for each in list_advice(session, meeting_id)}
    return found.get(sitting.agencies[agency])


def test_professionals_are_listed_by_role_changed_and_taken_off(opened: Sitting) -> None:
    nurse = name(opened)
    name(opened, role="designated_doctor", name="Ifan Made-up")
    with transaction() as session:
        change_contact(session, opened.actor("ines"), nurse, version=1, **{**SAID, "email": "mair@health.example"})
    contacts = listed(opened, "health")
    assert contacts is not None
    assert [(each["name"], each["version"], each["old"]) for each in contacts] == [
        ("Ifan Made-up", 1, False),
        ("Mair Made-up", 2, False),
    ]
    assert (contacts[1]["email"], contacts[1]["as_of"]) == ("mair@health.example", "2026-09-01")
    with transaction() as session:
        remove_contact(session, opened.actor("ines"), nurse, version=2)
    assert [each["name"] for each in listed(opened, "health") or []] == ["Ifan Made-up"]
    with snapshot() as session:
        noted = [row.detail for row in session.query(AuditRow).filter(AuditRow.what == "advice_kept")]
    assert noted == [{"of_agency": opened.agencies["health"]}] * 4


def test_a_meeting_s_list_is_of_the_agencies_invited_to_it(opened: Sitting) -> None:
    name(opened, "health")
    name(opened, "housing", name="Nest Made-up")
    assert [each["name"] for each in listed(opened, "housing") or []] == ["Nest Made-up"]
    assert listed(opened, "housing", opened.meeting_id) is None
    assert [each["name"] for each in listed(opened, "health", opened.meeting_id) or []] == ["Mair Made-up"]
    assert listed(opened, "police", opened.meeting_id) == []


def test_an_agency_that_is_no_longer_active_is_not_listed(opened: Sitting) -> None:
    name(opened)
    with transaction() as session:
        session.get_one(Agency, opened.agencies["health"]).active = False
    assert listed(opened, "health") is None


@pytest.mark.parametrize("who", ["amara", "beth", "rhys", "gwen"])
def test_only_who_keeps_agencies_keeps_the_list(opened: Sitting, who: str) -> None:
    nurse = name(opened)
    with pytest.raises(Forbidden):
        name(opened, who=who)
    with transaction() as session, pytest.raises(Forbidden):
        change_contact(session, opened.actor(who), nurse, version=1, **SAID)
    with transaction() as session, pytest.raises(Forbidden):
        remove_contact(session, opened.actor(who), nurse, version=1)


def test_what_is_not_there_or_was_changed_by_another(opened: Sitting) -> None:
    nurse = name(opened)
    ines = opened.actor("ines")
    with transaction() as session, pytest.raises(NotFound):
        list_contact(session, ines, NO_SUCH_ID, **SAID)
    with transaction() as session, pytest.raises(NotFound):
        change_contact(session, ines, NO_SUCH_ID, version=1, **SAID)
    with transaction() as session, pytest.raises(NotFound):
        remove_contact(session, ines, NO_SUCH_ID, version=1)
    with transaction() as session:
        change_contact(session, ines, nurse, version=1, **{**SAID, "name": "Mair Wyn Made-up"})
    with transaction() as session, pytest.raises(Conflict) as stale:
        change_contact(session, ines, nurse, version=1, **SAID)
    assert stale.value.current is not None
    assert stale.value.current["name"] == "Mair Wyn Made-up"
    with transaction() as session, pytest.raises(Conflict) as stale:
        remove_contact(session, ines, nurse, version=1)
    assert (stale.value.code, (stale.value.current or {})["name"]) == ("stale", "Mair Wyn Made-up")
    assert [each["name"] for each in listed(opened, "health") or []] == ["Mair Wyn Made-up"]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"role": "other"}, {"role_name": "role_needs_a_name"}),
        ({"telephone": ""}, {"telephone": "no_way_to_reach_them"}),
        ({"as_of": date(2026, 9, 22)}, {"as_of": "checked_in_future"}),
        ({"as_of": date(1999, 12, 31)}, {"as_of": "checked_too_early"}),
    ],
)
def test_what_cannot_be_listed(said: dict[str, Any], refused: dict[str, str]) -> None:
    whole = {key: SAID[key] for key in ("role", "role_name", "telephone", "email", "as_of")}
    check_contact(**whole, today=TODAY)
    with pytest.raises(Invalid) as refusal:
        check_contact(**{**whole, **said}, today=TODAY)
    assert refusal.value.fields == refused


def test_what_was_checked_more_than_a_year_ago_is_old() -> None:
    assert [is_old(day, TODAY) for day in (date(2025, 9, 20), date(2025, 9, 21), TODAY)] == [True, False, False]


def test_the_field_s_own_terms_are_on_offer_and_another_last() -> None:
    assert ROLES[-1] == "other"
    assert len(set(ROLES)) == 11
