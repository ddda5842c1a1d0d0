"""An agency's lane is its own until the meeting opens; what it showed once, only it brings again."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from mas_hub import clock
from mas_hub.chronology.actions import EVENTS
from mas_hub.chronology.rules import check_dates
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from mas_hub.meetings.board import board
from mas_hub.meetings.models import Invitation
from tests.plans import another_meeting
from tests.sitting import GROUND_RULES, NOW, Sitting

EVENT: dict[str, Any] = {"began": date(2026, 3, 2), "ended": None, "what": "Second referral.", "source": "Case file"}


def prepare(sitting: Sitting, who: str, meeting_id: int | None = None, **instead: Any) -> None:
    with transaction() as session:
        EVENTS.add(session, sitting.entering(session, who, meeting_id), **{**EVENT, **instead})


def own(sitting: Sitting, who: str, meeting_id: int | None = None) -> dict[str, Any]:
    with snapshot() as session:
        return EVENTS.own(session, sitting.entering(session, who, meeting_id))


def words(events: list[dict[str, Any]]) -> list[str]:
    return [event["what"] for event in events]


def board_of(sitting: Sitting, who: str, meeting_id: int) -> list[str]:
    sitting.do_in(meeting_id, who, "accept_ground_rules", version=GROUND_RULES)
    with snapshot() as session:
        return words(board(session, sitting.entering(session, who, meeting_id))["views"]["chronology_event"])


def test_what_was_prepared_is_the_agency_s_own_until_the_meeting_opens(planned: Sitting) -> None:
    prepare(planned, "beth", what="Ours alone.")
    assert words(own(planned, "beth")["events"]) == ["Ours alone."]
    assert own(planned, "dina")["events"] == own(planned, "callum")["events"] == []
    for who in ("amara", "arun", "olu", "rhys"):
        with pytest.raises(Forbidden):
            own(planned, who)
    planned.do("amara", "open_meeting")
    assert words(planned.views("chronology_event")) == ["Ours alone."]
    assert planned.views("chronology_event")[0]["agency_id"] == planned.agencies["csc"]
    assert [entry.subject["what"] for entry in planned.log() if entry.kind == "chronology_event_added"] == [
        "Ours alone."
    ]


def test_colleague_of_the_same_agency_goes_on_with_it(planned: Sitting) -> None:
    prepare(planned, "dina")
    event = own(planned, "dora")["events"][0]
    with transaction() as session:
        EVENTS.amend(
            session, planned.entering(session, "dora"), event["id"], version=event["version"], **{**EVENT, "what": "x"}
        )
    assert words(own(planned, "dina")["events"]) == ["x"]
    with transaction() as session, pytest.raises(Conflict) as stale:
        EVENTS.amend(session, planned.entering(session, "dina"), event["id"], version=event["version"], **EVENT)
    assert stale.value.current is not None
    with transaction() as session:
        EVENTS.remove(session, planned.entering(session, "dina"), event["id"])
    assert own(planned, "dora")["events"] == []


def test_another_agency_s_is_as_absent_as_one_that_never_was(planned: Sitting) -> None:
    prepare(planned, "beth")
    number = own(planned, "beth")["events"][0]["id"]
    with transaction() as session, pytest.raises(NotFound):
        EVENTS.amend(session, planned.entering(session, "dina"), number, version=1, **EVENT)
    with transaction() as session, pytest.raises(NotFound):
        EVENTS.remove(session, planned.entering(session, "dina"), number)


def test_an_agency_that_is_not_invited_after_all_shows_nothing(planned: Sitting) -> None:
    prepare(planned, "callum", what="canary")
    with transaction() as session:
        for invitation in session.scalars(select(Invitation).where(Invitation.agency_id == planned.agencies["health"])):
            session.delete(invitation)
    planned.do("amara", "open_meeting")
    assert planned.views("chronology_event") == []
    assert "canary" not in str(planned.log())


def test_once_open_it_is_changed_on_the_board(opened: Sitting) -> None:
    with pytest.raises(Conflict) as refused:
        prepare(opened, "beth")
    assert refused.value.code == "chronology_is_on_the_board"
    assert own(opened, "beth")["events"] == []


def test_each_agency_brings_its_own_and_nobody_else_s_comes_with_it(opened: Sitting) -> None:
    """Social care's event was shown to the police and to health; housing, who was not there, gets what social care
    brings and nothing of the police's."""
    opened.do("dina", "add_chronology_event", began="2026-04-04", what="canary of the police")
    again = another_meeting(opened, "csc", "housing")
    assert words(own(opened, "beth", again)["earlier"]) == ["Second referral, no further action."]
    assert own(opened, "hugo", again)["earlier"] == []
    with transaction() as session:
        EVENTS.bring(session, opened.entering(session, "beth", again))
    assert own(opened, "beth", again)["earlier"] == []
    opened.do_in(again, "amara", "open_meeting")
    assert board_of(opened, "hugo", again) == ["Second referral, no further action."]


def test_one_event_is_brought_and_the_others_stay_offered(opened: Sitting) -> None:
    kept = opened.do("beth", "add_chronology_event", began="2026-05-05", what="Kept.")[0].subject["id"]
    theirs = opened.do("dina", "add_chronology_event", began="2026-04-04", what="canary of the police")[0].subject["id"]
    again = another_meeting(opened, "csc", "police")
    with transaction() as session:
        EVENTS.bring(session, opened.entering(session, "beth", again), of=[kept, theirs])
    assert words(own(opened, "beth", again)["events"]) == ["Kept."]
    assert words(own(opened, "beth", again)["earlier"]) == ["Second referral, no further action."]
    with transaction() as session, pytest.raises(Conflict):
        EVENTS.bring(session, opened.entering(session, "beth", again), of=[theirs])


def test_nothing_comes_again_that_its_agency_did_not_bring(opened: Sitting) -> None:
    again = another_meeting(opened, "csc", "housing")
    opened.do_in(again, "amara", "open_meeting")
    assert board_of(opened, "hugo", again) == []
    opened.do_in(again, "beth", "accept_ground_rules", version=GROUND_RULES)
    brought = opened.do_in(again, "beth", "bring_chronology_events")[0].subject
    assert (brought["what"], brought["from_earlier_meeting"]) == ("Second referral, no further action.", True)
    with pytest.raises(DomainError) as refused:
        opened.do_in(again, "beth", "bring_chronology_events")
    assert refused.value.code == "no_earlier_events"


def test_what_was_withdrawn_is_not_brought_and_what_was_changed_comes_as_it_last_stood(opened: Sitting) -> None:
    first = opened.do("beth", "add_chronology_event", began="2026-05-05", what="Wrong child.")[0].subject
    opened.do("beth", "withdraw_chronology_event", of=first["id"], version=1, reason="It was another child.")
    opened.do("beth", "amend_chronology_event", **opened.edit("event", what="Second referral, closed in a day."))
    again = another_meeting(opened, "csc", "police")
    assert words(own(opened, "beth", again)["earlier"]) == ["Second referral, closed in a day."]


@pytest.mark.parametrize(
    ("began", "ended", "refused"),
    [
        (date(2026, 9, 22), None, {"began": "event_in_future"}),
        (date(1899, 12, 31), None, {"began": "event_too_early"}),
        (date(2026, 9, 1), date(2026, 8, 31), {"ended": "event_ends_before_it_began"}),
        (date(2026, 9, 1), date(2026, 9, 22), {"ended": "event_in_future"}),
    ],
)
def test_dates_that_cannot_be_are_refused(began: date, ended: date | None, refused: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refusal:
        check_dates(began, ended, clock.local_day(NOW))
    assert refusal.value.fields == refused


def test_a_day_and_a_span_are_taken() -> None:
    check_dates(date(2026, 9, 21), None, clock.local_day(NOW))
    check_dates(date(2026, 9, 1), date(2026, 9, 21), clock.local_day(NOW))


def test_a_name_in_arabic_and_a_long_text_are_kept(opened: Sitting) -> None:
    long = "نور " + "x" * 7000
    event = opened.do("beth", "add_chronology_event", began="2026-05-05", what=long)[0].subject
    assert event["what"] == long
    refusal = opened.refused("beth", "add_chronology_event", began="2026-05-05", what="x" * 8001)
    assert refusal.fields == {"what": ("too_long", {"max": 8000})}
