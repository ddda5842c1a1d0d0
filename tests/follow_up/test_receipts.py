from datetime import date
from typing import Any

import pytest

from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from mas_hub.follow_up.actions import record_receipt
from mas_hub.follow_up.queries import list_receipts, receipt_view
from mas_hub.meetings.home import home
from tests.sitting import PEOPLE, Sitting, everything

RECORDED = {"recorded": True, "reference": "CSC-123", "recorded_on": date(2026, 9, 21), "why_not": ""}
NOT_RECORDED = {"recorded": False, "reference": "", "recorded_on": None, "why_not": "The system is down."}
MAY = {"beth", "dina", "dora", "callum", "rhys", "sian"}


def record(sitting: Sitting, who: str, said: dict[str, Any]) -> dict[str, Any]:
    with transaction() as session:
        return receipt_view(record_receipt(session, sitting.entering(session, who), **said))


def refused(sitting: Sitting, who: str, said: dict[str, Any]) -> DomainError:
    before = everything()
    with pytest.raises(DomainError) as refusal:
        record(sitting, who, said)
    assert everything() == before
    return refusal.value


def seen(sitting: Sitting, who: str) -> list[int]:
    with snapshot() as session:
        return [receipt.agency_id for receipt in list_receipts(session, sitting.entering(session, who))]


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_representatives_and_recorders_record_for_their_own_agency(closed: Sitting, who: str) -> None:
    if who not in MAY:
        refusal = refused(closed, who, RECORDED)
        assert type(refusal) is (NotFound if who in ("ines", "freya", "gwen", "hugo", "kit") else Forbidden)
        return
    receipt = record(closed, who, RECORDED)
    assert receipt["agency_id"] == closed.agencies[PEOPLE[who][0]]
    assert receipt["by"]["person_id"] == closed.people[who]
    assert (receipt["recorded"], receipt["reference"], receipt["recorded_on"]) == (True, "CSC-123", "2026-09-21")


@pytest.mark.parametrize("stage", ["planned", "opened"])
def test_nothing_is_recorded_before_the_meeting_has_closed(stage: str, request: pytest.FixtureRequest) -> None:
    refusal = refused(request.getfixturevalue(stage), "beth", RECORDED)
    assert (type(refusal), refusal.code) == (Conflict, "receipt_after_close")


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"reference": ""}, {"reference": "receipt_needs_reference"}),
        ({"recorded_on": None}, {"recorded_on": "receipt_needs_date"}),
        ({"recorded_on": date(2026, 9, 22)}, {"recorded_on": "receipt_in_future"}),
        (
            {"reference": "", "recorded_on": None},
            {"reference": "receipt_needs_reference", "recorded_on": "receipt_needs_date"},
        ),
        ({"recorded": False}, {"why_not": "receipt_needs_why_not"}),
    ],
)
def test_receipt_says_under_which_reference_and_when_or_why_not(
    closed: Sitting, said: dict[str, Any], fields: dict[str, str]
) -> None:
    refusal = refused(closed, "beth", {**RECORDED, **said})
    assert (type(refusal), refusal.fields) == (Invalid, fields)


def test_later_word_replaces_the_earlier_one(closed: Sitting) -> None:
    record(closed, "dina", NOT_RECORDED)
    record(closed, "rhys", RECORDED)
    with snapshot() as session:
        receipts = list_receipts(session, closed.entering(session, "dina"))
        assert [receipt_view(each)["recorded"] for each in receipts] == [True]
        assert receipts[0].why_not == ""


def test_recorded_meeting_leaves_the_shelf_of_the_whole_agency_and_of_no_other(closed: Sitting) -> None:
    record(closed, "rhys", RECORDED)
    for who, shelf in (("dina", "past"), ("rhys", "past"), ("beth", "to_record"), ("sian", "to_record")):
        with snapshot() as session:
            assert [card["meeting_id"] for card in home(session, closed.actor(who))[shelf]] == [closed.meeting_id]


def test_chair_sees_every_agency_s_receipt_and_an_agency_its_own(closed: Sitting) -> None:
    ids = closed.agencies
    for who in ("beth", "dina", "sian"):
        record(closed, who, RECORDED)
    assert seen(closed, "amara") == sorted([ids["csc"], ids["police"], ids["school"]])
    assert seen(closed, "beth") == [ids["csc"]]
    assert seen(closed, "rhys") == [ids["police"]]
    assert seen(closed, "sian") == [ids["school"]]
    assert seen(closed, "callum") == []


@pytest.mark.parametrize("who", ["arun", "olu"])
def test_advisers_and_observers_see_no_receipt(closed: Sitting, who: str) -> None:
    with pytest.raises(Forbidden):
        seen(closed, who)
