"""What an agency prepares is nobody else's, by any door, until it shares it."""

import json
from typing import Any

import pytest

from mas_hub.db import snapshot
from mas_hub.errors import DomainError
from mas_hub.meetings.board import board, door, missed
from mas_hub.meetings.home import home
from tests.asking import NOBODY, Doors
from tests.doors.test_canaries import READABLE, answers
from tests.sitting import PEOPLE, PREPARED, Sitting

CANARY = "canary-prepared"
WORDS = {"to_raise": CANARY, "involved": CANARY, "level": 2, "evidence": CANARY, "ready": True}
POLICE = ("dina", "dora", "rhys")
OTHERS = [who for who in (*PEOPLE, NOBODY) if who not in POLICE]


def write(doors: Doors, **instead: Any) -> None:
    path = f"/api/meetings/{doors.sitting.meeting_id}/preparation"
    assert doors.ask("dina", "PUT", path, {**PREPARED, **WORDS, "version": 0, **instead}).status_code == 200


def live(sitting: Sitting, who: str) -> str:
    """What a socket that joins is answered, with cursors and without."""
    with snapshot() as session:
        try:
            actor = sitting.entering(session, who)
            return json.dumps([board(session, actor), missed(session, actor, {}), door(session, actor)], default=str)
        except DomainError as refusal:
            return json.dumps([refusal.code, dict(refusal.params), refusal.current])


def everything_told(doors: Doors, who: str) -> str:
    told = answers(doors, who, READABLE)
    return told if who == NOBODY else told + live(doors.sitting, who)


def test_planned_open_and_closed_nobody_else_gets_a_byte_of_it(doors: Doors) -> None:
    sitting = doors.stage("planned")
    write(doors)
    for who in OTHERS:
        assert (who, CANARY in everything_told(doors, who)) == (who, False)
    assert CANARY in everything_told(doors, "dina")
    opening = doors.act("amara", sitting.meeting_id, "open_meeting", {})
    again = doors.act("amara", sitting.meeting_id, "open_meeting", {})
    assert CANARY not in opening.get_data(as_text=True) + again.get_data(as_text=True)
    for who in ("amara", "beth", "dina", "callum", "arun", "olu", "rhys"):
        doors.act(who, sitting.meeting_id, "accept_ground_rules", {"version": "2026-2"}, f"accepting-{who}")
    for who in OTHERS:
        assert (who, CANARY in everything_told(doors, who)) == (who, False)
    assert CANARY in live(sitting, "dina")
    closing = {"no_next_meeting_because": "Done.", "childs_voice_not_heard_because": "Too young."}
    assert doors.act("amara", sitting.meeting_id, "close_meeting", closing, "closing-it").status_code == 200
    for who in OTHERS:
        assert (who, CANARY in everything_told(doors, who)) == (who, False)


@pytest.mark.parametrize("who", ["amara", "beth", "callum", "arun", "olu", "ines", "freya"])
def test_no_refusal_repeats_it_to_anybody_else(doors: Doors, who: str) -> None:
    sitting = doors.stage("planned")
    write(doors)
    path = f"/api/meetings/{sitting.meeting_id}/preparation"
    refused = doors.ask(who, "PUT", path, {**PREPARED, "version": 7})
    assert refused.status_code in (403, 404, 409)
    assert CANARY not in refused.get_data(as_text=True)
    sitting.do("amara", "open_meeting")
    for act, data in (("prepare", {"version": 7}), ("share_preparation", {"version": 7})):
        answer = doors.act(who, sitting.meeting_id, act, data)
        assert answer.status_code in (403, 404, 409)
        assert CANARY not in answer.get_data(as_text=True)


def test_facilitator_learns_who_is_ready_and_nothing_else(doors: Doors) -> None:
    sitting = doors.stage("planned")
    write(doors, ready=False)
    path = f"/api/meetings/{sitting.meeting_id}/readiness"
    assert doors.ask("amara", "GET", path).get_json() == {"ready": [sitting.agencies["csc"]]}


def test_home_says_what_is_to_prepare(doors: Doors) -> None:
    sitting = doors.stage("planned")
    with snapshot() as session:
        coming = {who: home(session, sitting.actor(who))["coming"][0]["prepared"] for who in ("amara", "beth", "dina")}
    assert coming == {"amara": None, "beth": True, "dina": False}


def test_shared_it_is_everybody_s_but_for_the_position_that_was_not_taken_over(doors: Doors) -> None:
    sitting = doors.stage("planned")
    write(doors)
    sitting.do("amara", "open_meeting")
    for who in ("dina", "callum", "olu"):
        sitting.do(who, "accept_ground_rules", version="2026-2")
    sitting.do("dina", "add_threshold_position", level=4, evidence="Stated first.")
    sitting.do("dina", "share_preparation", version=1)
    for who in ("callum", "olu"):
        told = live(sitting, who)
        assert (
            told.count(CANARY) == 2 * 3
        )  # to_raise and involved, and who is involved, in the snapshot and in the entries
