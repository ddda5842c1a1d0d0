from typing import Any

import pytest

from mas_hub.db import snapshot, transaction
from mas_hub.errors import NotFound
from mas_hub.meetings.home import home
from mas_hub.meetings.models import Seat
from tests.sitting import PEOPLE, SEATED, Sitting

SHELVES = ("live", "coming", "to_record", "past")
SHELF_IN = {"planned": "coming", "opened": "live"}


def shelves(sitting: Sitting, who: str) -> dict[str, list[int]]:
    """The meetings on each shelf that holds any."""
    with snapshot() as session:
        shown = home(session, sitting.actor(who))
    return {name: [card["meeting_id"] for card in shown[name]] for name in SHELVES if shown[name]}


def card(sitting: Sitting, who: str, shelf: str) -> dict[str, Any]:
    with snapshot() as session:
        found: dict[str, Any] = home(session, sitting.actor(who))[shelf][0]
    return found


@pytest.mark.parametrize("stage", ["planned", "opened", "closed"])
def test_everybody_finds_their_own_meetings_and_no_others(stage: str, request: pytest.FixtureRequest) -> None:
    sitting: Sitting = request.getfixturevalue(stage)
    binds = {"beth", "dina", "dora", "callum", "rhys"}
    for who in PEOPLE:
        expected: dict[str, list[int]] = {}
        if who in SEATED:
            shelf = SHELF_IN.get(stage) or ("to_record" if who in binds else "past")
            expected = {shelf: [sitting.meeting_id]}
        elif who == "sian" and stage != "planned":
            expected = {SHELF_IN.get(stage, "to_record"): [sitting.meeting_id]}
        elif who in ("freya", "hugo", "kit"):
            expected = {"coming" if stage == "planned" else "live": [sitting.other_meeting_id]}
        assert (who, shelves(sitting, who)) == (who, expected)


def test_administrator_finds_nothing(opened: Sitting) -> None:
    assert shelves(opened, "ines") == {}
    for meeting_id in (opened.meeting_id, opened.other_meeting_id):
        with snapshot() as session, pytest.raises(NotFound):
            opened.entering(session, "ines", meeting_id)


def test_recorder_of_an_absent_agency_is_asked_to_record_without_a_seat(closed: Sitting) -> None:
    shown = card(closed, "sian", "to_record")
    assert (shown["role"], shown["binds_me"], shown["recorded"]) == ("recorder", True, None)
    assert shown["agency"]["id"] == closed.agencies["school"]
    assert (shown["owned"], shown["involved"]) == (0, 0)


def test_recorder_of_an_agency_that_was_not_invited_finds_nothing(closed: Sitting) -> None:
    assert closed.meeting_id not in shelves(closed, "kit").get("to_record", [])
    with snapshot() as session, pytest.raises(NotFound):
        closed.entering(session, "kit")


def test_card_counts_the_agreed_decisions_of_one_s_own_agency(closed: Sitting) -> None:
    counts = {who: card(closed, who, "to_record") for who in ("beth", "dina", "callum")}
    assert {who: (shown["owned"], shown["involved"]) for who, shown in counts.items()} == {
        "beth": (0, 0),
        "dina": (1, 0),
        "callum": (0, 1),
    }


def test_only_facilitators_can_plan(opened: Sitting) -> None:
    for who in PEOPLE:
        with snapshot() as session:
            assert (who, home(session, opened.actor(who))["can_plan"]) == (who, who in ("amara", "nia", "freya"))


def test_plan_that_lacks_nothing_is_ready_to_open(planned: Sitting) -> None:
    shown = card(planned, "amara", "coming")
    assert (shown["ready_to_open"], shown["needed"]) == (True, [])


def test_removed_seat_takes_the_meeting_from_home_and_its_door(opened: Sitting) -> None:
    with transaction() as session:
        seat = session.query(Seat).filter_by(meeting_id=opened.meeting_id, person_id=opened.people["beth"]).one()
        seat.removed = True
    assert shelves(opened, "beth") == {}
    assert opened.refused("beth", "add_reflection", prompt="analysis", text="x").code == "not_found"


def test_cards_carry_no_entry_of_the_board(opened: Sitting) -> None:
    for who in PEOPLE:
        with snapshot() as session:
            shown = str(home(session, opened.actor(who)))
        for text in ("Two of five visits", "Nan comes", "dread", "core group"):
            assert text not in shown
