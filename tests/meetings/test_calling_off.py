"""A meeting is postponed or cancelled, before it is opened and while it is."""

from datetime import timedelta
from typing import Any

import pytest

from mas_hub import clock
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Invalid, NotFound
from mas_hub.exports.actions import read_document
from mas_hub.meeting_log import fold, verify
from mas_hub.meetings.board import board, door
from mas_hub.meetings.home import home
from mas_hub.meetings.planning import save_plan
from mas_hub.meetings.subjects import views_of
from mas_hub.preparation.actions import save_preparation
from tests.plans import plan_of
from tests.sitting import NOW, PREPARED, Sitting

LATER = {"reason": "Two agencies cannot come.", "scheduled_at": "2026-09-28T10:00:00+01:00"}
OFF = {"reason": "The family has moved away."}


def cards(sitting: Sitting, who: str, shelf: str) -> list[dict[str, Any]]:
    with snapshot() as session:
        return [card for card in home(session, sitting.actor(who))[shelf] if card["meeting_id"] == sitting.meeting_id]


def log_adds_up(sitting: Sitting) -> None:
    with snapshot() as session:
        assert verify(session) == []
        assert fold(sitting.log()) == {
            name: each for name, each in views_of(session, sitting.meeting_id).items() if each
        }


def test_postponed_before_it_opened_keeps_its_plan_and_tells_everybody(planned: Sitting) -> None:
    assert planned.do("amara", "postpone_meeting", **LATER) == []
    for who in ("amara", "beth", "olu"):
        card = cards(planned, who, "coming")[0]
        assert (card["state"], card["called_off_because"]) == ("planned", "Two agencies cannot come.")
        assert card["postponed_from"] == "2026-09-21T12:30:00.000000Z"
        assert card["scheduled_at"].startswith("2026-09-28")
    assert planned.log() == []
    planned.do("amara", "open_meeting")
    log_adds_up(planned)


def test_postponed_while_open_keeps_the_board_and_goes_on(opened: Sitting) -> None:
    before = {kind: opened.views(kind) for kind in ("threshold_position", "decision", "reflection", "seat")}
    opened.do("amara", "postpone_meeting", **LATER)
    assert cards(opened, "beth", "coming")[0]["state"] == "postponed"
    assert opened.refused("beth", "add_reflection", prompt="analysis", text="x").code == "meeting_is_postponed"
    with snapshot() as session, pytest.raises(Conflict) as refusal:
        board(session, opened.entering(session, "beth"))
    assert refusal.value.code == "meeting_is_postponed"
    with pytest.raises(Conflict), transaction() as session:
        save_preparation(session, opened.entering(session, "beth"), version=0, **PREPARED)
    with clock.fixed(NOW + timedelta(days=7)):
        opened.do("amara", "open_meeting")
        opened.do("beth", "add_reflection", prompt="analysis", text="A week later.")
    meeting = opened.views("meeting")[0]
    assert (meeting["state"], meeting["meeting_day"], meeting["stage"]) == ("open", "2026-09-28", "welcome")
    assert {kind: opened.views(kind)[: len(before[kind])] for kind in before} == before
    assert opened.kinds()[-3:] == ["meeting_postponed", "meeting_resumed", "reflection_added"]
    log_adds_up(opened)


def test_plan_of_a_meeting_that_was_begun_stays(opened: Sitting) -> None:
    actor = opened.actor("amara")
    opened.do("amara", "postpone_meeting", **LATER)
    plan = plan_of(opened)
    with pytest.raises(Conflict) as refusal, transaction() as session:
        save_plan(session, actor, opened.meeting_id, **plan)
    assert refusal.value.code == "meeting_is_postponed"


@pytest.mark.parametrize("stage", ["planned", "opened"])
def test_cancelled_is_readable_as_such_and_binds_nobody(stage: str, request: pytest.FixtureRequest) -> None:
    sitting: Sitting = request.getfixturevalue(stage)
    sitting.do("amara", "cancel_meeting", **OFF)
    for who in ("amara", "beth", "olu"):
        card = cards(sitting, who, "past")[0]
        assert (card["state"], card["binds_me"]) == ("cancelled", False)
        assert card["called_off_because"] == "The family has moved away."
        with snapshot() as session:
            shown = door(session, sitting.entering(session, who))["meeting"]
        assert (shown["state"], shown["cancelled_because"]) == ("cancelled", "The family has moved away.")
    with snapshot() as session, pytest.raises(NotFound):
        sitting.entering(session, "sian")
    with pytest.raises(DomainError) as refusal:
        read_document(sitting.meeting_id, sitting.agencies["csc"], "en")
    assert refusal.value.code == "meeting_is_cancelled"
    for act, data in (("open_meeting", {}), ("postpone_meeting", LATER), ("cancel_meeting", OFF)):
        assert sitting.refused("amara", act, **data).code == "meeting_is_cancelled"
    log_adds_up(sitting)


def test_wellbeing_is_erased_when_the_meeting_is_cancelled(opened: Sitting) -> None:
    opened.do("amara", "cancel_meeting", **OFF)
    assert "I dread the callouts." not in str(opened.log())
    assert {"type": "reflection", "erased": True}.items() <= opened.view("wellbeing").items()


def test_postponed_meeting_can_be_postponed_again_or_cancelled(opened: Sitting) -> None:
    opened.do("amara", "postpone_meeting", **LATER)
    again = opened.do("amara", "postpone_meeting", **{**LATER, "scheduled_at": "2026-10-05T10:00:00+01:00"})
    assert again[0].subject["postponed_from"] == "2026-09-28T09:00:00.000000Z"
    opened.do("amara", "cancel_meeting", **OFF)
    log_adds_up(opened)


def test_new_time_lies_ahead_and_a_reason_is_given(opened: Sitting) -> None:
    refusal = opened.refused("amara", "postpone_meeting", **{**LATER, "scheduled_at": NOW.isoformat()})
    assert (type(refusal), refusal.fields) == (Invalid, {"scheduled_at": "new_time_not_ahead"})
    assert opened.refused("amara", "cancel_meeting", reason=" ").fields == {"reason": "required"}
