from datetime import date, timedelta
from typing import Any

import pytest

from mas_hub import clock
from mas_hub.access.permissions import BY_PERSON, BY_SEAT, RECORDER_OF_AN_INVITED_AGENCY
from mas_hub.cases.actions import update_case
from mas_hub.cases.queries import case_view
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden, Invalid
from mas_hub.identity.models import Agency, Partnership, Person
from mas_hub.meetings.board import board, door, missed
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.rules import check_next_meeting
from tests.sitting import GROUND_RULES, NOW, Sitting

NO_MORE = {"no_next_meeting_because": "The plan is working."}


def test_opening_begins_the_log_with_the_plan_as_it_stands(planned: Sitting) -> None:
    assert planned.log() == []
    with clock.fixed(NOW + timedelta(minutes=5)):
        entries = planned.do("amara", "open_meeting")
    assert planned.kinds() == ["meeting_opened"] + ["agency_invited"] * 4 + ["seat_taken"] * 9
    assert planned.log() == entries
    meeting = entries[0].subject
    assert (meeting["state"], meeting["meeting_day"], meeting["stage"]) == ("open", "2026-09-21", "welcome")
    assert meeting["opened_at"] == meeting["stage_started_at"] == "2026-09-21T12:35:00.000000Z"
    assert meeting["case"]["reference"] == "FS-2291"


def test_meeting_held_after_midnight_local_time_has_that_day(planned: Sitting) -> None:
    with clock.fixed(NOW.replace(hour=0, minute=30) + timedelta(days=1)):
        assert planned.do("amara", "open_meeting")[0].subject["meeting_day"] == "2026-09-22"


def test_meeting_that_lacks_something_does_not_open_and_says_what(planned: Sitting) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, planned.meeting_id)
        meeting.criteria, meeting.scheduled_at = [], None
    refusal = planned.refused("amara", "open_meeting")
    assert (type(refusal), refusal.code) == (Invalid, "not_ready_to_open")
    assert refusal.fields == {"criteria": "needed_criteria", "scheduled_at": "needed_scheduled_at"}


def test_opening_twice_at_once_opens_it_once(planned: Sitting) -> None:
    planned.do("amara", "open_meeting")
    refusal = planned.refused("amara", "open_meeting")
    assert (type(refusal), refusal.code) == (Conflict, "meeting_is_open")


def test_record_keeps_names_and_case_as_they_were_on_the_day(planned: Sitting) -> None:
    planned.do("amara", "open_meeting")
    before = {kind: planned.views(kind) for kind in ("meeting", "invitation", "seat")}
    with transaction() as session:
        session.get_one(Person, planned.people["beth"]).name = "Beth Renamed"
        session.get_one(Agency, planned.agencies["csc"]).name = {"en": "Renamed Agency", "cy": None}
        session.get_one(Partnership, 1).name = {"en": "Renamed Partnership", "cy": None}
        amara = planned.actor("amara")
        case_id = session.get_one(Meeting, planned.meeting_id).case_id
        facts: dict[str, Any] = {
            "reference": "FS-RENAMED",
            "subject_initials": "Z.Z.",
            "subject_type": "child",
            "age_band": "10-14",
            "milestones": [{"kind": "referral", "date": date(2020, 1, 1)}],
        }
        assert case_view(update_case(session, amara, case_id, version=1, **facts))["reference"] == "FS-RENAMED"
    assert {kind: planned.views(kind) for kind in ("meeting", "invitation", "seat")} == before


@pytest.mark.parametrize("who", ["amara", "beth", "arun", "olu", "rhys"])
def test_board_is_not_shown_before_the_ground_rules_are_accepted(planned: Sitting, who: str) -> None:
    planned.do("amara", "open_meeting")
    for read in (board, lambda session, actor: missed(session, actor, {})):
        with snapshot() as session, pytest.raises(Forbidden, match="ground_rules_not_accepted"):
            read(session, planned.entering(session, who))
    planned.do(who, "accept_ground_rules", version=GROUND_RULES)
    with snapshot() as session:
        assert board(session, planned.entering(session, who))["views"]["meeting"][0]["state"] == "open"


def test_door_shows_the_ground_rules_in_both_languages_and_no_entry(opened: Sitting) -> None:
    with snapshot() as session:
        shown = door(session, opened.entering(session, "dora"))
    assert shown["ground_rules"]["version"] == GROUND_RULES
    assert shown["ground_rules"]["accepted"] is False
    assert all(shown["ground_rules"]["text"][language] for language in ("en", "cy"))
    for text in ("Two of five visits were better.", "I dread the callouts.", "Nan comes"):
        assert text not in str(shown)


def test_unseated_recorder_stands_at_the_door_and_reads_no_board(opened: Sitting) -> None:
    with snapshot() as session:
        sian = opened.entering(session, "sian")
        can = set(door(session, sian)["me"]["can"])
        assert can == RECORDER_OF_AN_INVITED_AGENCY | BY_PERSON["recorder"]
        assert can.isdisjoint(BY_SEAT["observer"])
        with pytest.raises(Forbidden, match="board_is_for_seats"):
            board(session, sian)


def test_accepting_makes_a_representative_s_agency_present_once(planned: Sitting) -> None:
    planned.do("amara", "open_meeting")
    planned.do("amara", "accept_ground_rules", version=GROUND_RULES)

    def attendance() -> dict[int, str]:
        return {view["agency_id"]: view["attendance"] for view in planned.views("invitation")}

    entries = planned.do("dina", "accept_ground_rules", version=GROUND_RULES)
    assert [entry.kind for entry in entries] == ["ground_rules_accepted", "attendance_recorded"]
    assert attendance()[planned.agencies["police"]] == "present"
    assert len(planned.do("dora", "accept_ground_rules", version=GROUND_RULES)) == 1
    planned.do("amara", "record_attendance", agency=planned.agencies["health"], attendance="apologies")
    assert len(planned.do("callum", "accept_ground_rules", version=GROUND_RULES)) == 1
    assert attendance()[planned.agencies["health"]] == "apologies"
    assert len(planned.do("arun", "accept_ground_rules", version=GROUND_RULES)) == 1


def test_other_ground_rules_than_the_present_ones_are_not_accepted(opened: Sitting) -> None:
    refusal = opened.refused("dora", "accept_ground_rules", version="2019-1")
    assert (type(refusal), refusal.code) == (Conflict, "ground_rules_changed")


@pytest.mark.parametrize("attendance", ["invited", "present", "apologies", "absent"])
def test_chair_notes_who_came(opened: Sitting, attendance: str) -> None:
    school = opened.agencies["school"]
    opened.do("amara", "record_attendance", agency=school, attendance=attendance)
    assert {view["agency_id"]: view["attendance"] for view in opened.views("invitation")}[school] == attendance


def test_attendance_is_of_an_invited_agency(opened: Sitting) -> None:
    data = {"agency": opened.agencies["housing"], "attendance": "present"}
    assert opened.refused("amara", "record_attendance", **data).fields == {"agency": "agency_not_invited"}


def test_stages_guide_and_forbid_nothing(opened: Sitting) -> None:
    for stage in ("close", "welcome", "decisions"):
        opened.do("amara", "set_stage", stage=stage)
        assert opened.views("meeting")[0]["stage"] == stage
        opened.do("beth", "add_reflection", prompt="analysis", text=f"At {stage}.")
    assert opened.refused("amara", "set_stage", stage="tea").fields == {"stage": "unknown_stage"}


def test_meeting_closes_with_the_voice_heard_and_a_next_date(opened: Sitting) -> None:
    opened.do("amara", "close_meeting", next_meeting_on="2026-11-09")
    meeting = opened.views("meeting")[0]
    assert (meeting["state"], meeting["next_meeting_on"]) == ("closed", "2026-11-09")
    assert meeting["closed_at"] == clock.iso(NOW)


def test_meeting_does_not_close_without_the_child_s_voice_or_why_it_was_not_heard(opened: Sitting) -> None:
    opened.do("callum", "withdraw_reflection", **opened.edit("voice", reason="Not their words."))
    refusal = opened.refused("amara", "close_meeting", **NO_MORE)
    assert (type(refusal), refusal.code) == (Invalid, "not_ready_to_close")
    assert refusal.fields == {"childs_voice_not_heard_because": "voice_needed"}
    opened.do("amara", "close_meeting", **NO_MORE, childs_voice_not_heard_because="Ill today.")
    assert opened.views("meeting")[0]["childs_voice_not_heard_because"] == "Ill today."


def test_everything_that_keeps_it_from_closing_is_said_at_once(opened: Sitting) -> None:
    opened.do("callum", "withdraw_reflection", **opened.edit("voice", reason="Not their words."))
    refusal = opened.refused("amara", "close_meeting")
    assert set(refusal.fields) == {"childs_voice_not_heard_because", "next_meeting_on"}


@pytest.mark.parametrize(
    ("next_on", "why_none", "expected"),
    [
        (date(2026, 9, 22), "", {}),
        (None, "Not needed.", {}),
        (None, "", {"next_meeting_on": "next_meeting_needed"}),
        (date(2026, 9, 21), "", {"next_meeting_on": "next_meeting_not_ahead"}),
        (date(2026, 9, 22), "Both.", {"no_next_meeting_because": "next_meeting_or_reason_not_both"}),
    ],
)
def test_next_meeting_is_named_or_why_there_is_none(
    next_on: date | None, why_none: str, expected: dict[str, str]
) -> None:
    assert check_next_meeting(next_on, why_none, date(2026, 9, 21)) == expected


def test_proposed_decisions_and_open_disagreements_do_not_hold_closing_up(opened: Sitting) -> None:
    opened.do("amara", "close_meeting", **NO_MORE)
    assert opened.view("decision")["state"] == "proposed"
    assert opened.view("disagreement")["state"] == "open"


def test_closed_meeting_is_still_read_by_its_seats(closed: Sitting) -> None:
    for who in ("amara", "beth", "arun", "olu", "rhys"):
        with snapshot() as session:
            shown = board(session, closed.entering(session, who))
        assert shown["views"]["meeting"][0]["state"] == "closed"
        assert shown["views"]["threshold_position"][0]["evidence"] == "Two of five visits were better."
