"""What an earlier meeting left is seen through from the next one on the case, and written where it lives (0022)."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from mas_hub import clock
from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, DomainError, Forbidden, NotFound
from mas_hub.meeting_log import entries_after, verify
from mas_hub.meetings.board import board
from mas_hub.meetings.later import signs_of_earlier
from mas_hub.meetings.models import Meeting, Seat
from mas_hub.meetings.queries import enter
from tests.preparation.test_last_time import again, left
from tests.sitting import GROUND_RULES, NOW, Sitting

ABOUT = "Health holds level 4."
NEXT_DAY = NOW + timedelta(days=30)
"""Wednesday 21 October."""


@pytest.fixture
def on_the_next_day() -> Iterator[datetime]:
    with clock.fixed(NEXT_DAY):
        yield NEXT_DAY


def next_meeting(first: Sitting, *, chair: str = "amara", **how: Any) -> Sitting:
    """The next meeting on the case, open. Whoever chairs it, the first one's facilitator planned it."""
    second = again(first, **how)
    if chair != "amara":
        with transaction() as session:
            meeting = session.get_one(Meeting, second.meeting_id)
            meeting.facilitator_id = first.people[chair]
            for seat in session.query(Seat).filter(Seat.meeting_id == meeting.id):
                if seat.person_id == first.people["amara"]:
                    seat.person_id, seat.agency_id = first.people[chair], first.agencies["health"]
    second.do(chair, "open_meeting")
    for who in (chair, "beth", "dora", "sian", "hugo", "arun", "kit"):
        second.do(who, "accept_ground_rules", version=GROUND_RULES)
    return second


def shown(second: Sitting, who: str) -> dict[str, Any]:
    return next(each for each in left(second, who)["disagreements"] if each["about"] == ABOUT)


def settle(second: Sitting, who: str, **instead: Any) -> dict[str, Any]:
    through = {"of": shown(second, "beth")["id"], "version": 1, "how": "The managers met.", **instead}
    return second.do_in(instead.pop("meeting_id", first_of(second)), who, "settle_disagreement", **through)[0].subject


def first_of(second: Sitting) -> int:
    with snapshot() as session:
        case_id = session.get_one(Meeting, second.meeting_id).case_id
        earlier = session.query(Meeting).filter(Meeting.case_id == case_id, Meeting.id != second.meeting_id)
        return next(meeting.id for meeting in earlier.order_by(Meeting.id))


@pytest.mark.parametrize("chair", ["amara", "freya"])
def test_whoever_chairs_the_next_meeting_settles_it_where_it_lives(
    closed: Sitting, on_the_next_day: datetime, chair: str
) -> None:
    """Freya had no part in the first meeting at all."""
    second = next_meeting(closed, chair=chair)
    through = shown(second, chair)["to_see_through"]
    assert (through["meeting_id"], through["version"], through["stage"]) == (closed.meeting_id, 1, None)
    assert [each["code"] for each in through["owners"]] == ["CSC", "POL", "HLT", "SCH"]
    before = len(second.log())
    settle(second, chair)
    assert len(second.log()) == before
    last = closed.log()[-1]
    assert (last.kind, last.person_id, last.meeting_id) == (
        "disagreement_settled",
        closed.people[chair],
        closed.meeting_id,
    )
    assert closed.view("disagreement")["how"] == "The managers met."
    with snapshot() as session:
        assert verify(session) == []


def test_everybody_who_may_see_it_sees_what_became_of_it(closed: Sitting, on_the_next_day: datetime) -> None:
    second = next_meeting(closed)
    settle(second, "amara")
    for who in ("amara", "beth", "dora", "arun"):
        assert (shown(second, who)["state"], shown(second, who)["how"]) == ("resolved", "The managers met.")
        assert shown(second, who)["to_see_through"] is None
    for who in ("sian", "hugo", "kit"):
        assert left(second, who)["disagreements"] == []
    with clock.fixed(NEXT_DAY + timedelta(hours=2)):
        second.do("amara", "close_meeting", next_meeting_on="2026-11-30", childs_voice_not_heard_because="Ill.")
        third = again(second)
        assert left(third, "amara")["disagreements"] == []


def test_it_is_moved_on_stage_after_stage_each_with_its_clock(closed: Sitting, on_the_next_day: datetime) -> None:
    """Two working days from Wednesday 21 October are Friday 23; five from Thursday 22 are Thursday 29."""
    second = next_meeting(closed, chair="freya")
    of, owner = shown(second, "freya")["id"], closed.agencies["health"]
    for version, day, due in ((1, 0, "2026-10-23"), (2, 1, "2026-10-29")):
        with clock.fixed(NEXT_DAY + timedelta(days=day)):
            moved = second.do_in(
                closed.meeting_id, "freya", "advance_disagreement", of=of, version=version, owner=owner, reason="Apart."
            )[0].subject
        assert moved["escalation"]["due_on"] == due
    assert shown(second, "beth")["stage_name"]["en"] == "Team managers"
    assert shown(second, "freya")["to_see_through"]["stage"] == 2
    assert shown(second, "beth")["to_see_through"] is None


def test_pages_hear_that_something_changed_and_not_what(closed: Sitting, on_the_next_day: datetime) -> None:
    second = next_meeting(closed)

    def signs() -> dict[int, str]:
        with snapshot() as session:
            return signs_of_earlier(session, [second.meeting_id, second.other_meeting_id])

    before = signs()
    assert before == signs()
    settle(second, "amara")
    after = signs()
    assert after[second.meeting_id] != before[second.meeting_id]
    assert after[second.other_meeting_id] == before[second.other_meeting_id]


def refused(second: Sitting, who: str, act: str = "settle_disagreement", **data: Any) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        second.do_in(first_of(second), who, act, **data)
    return refusal.value


def test_nobody_else_does(closed: Sitting, on_the_next_day: datetime) -> None:
    second = next_meeting(closed, chair="freya")
    data = {"of": shown(second, "beth")["id"], "version": 1, "how": "Quietly."}
    for who in ("beth", "arun"):  # at both tables
        refusal = refused(second, who, **data)
        assert (type(refusal), refusal.code) == (Forbidden, "may_not_see_through")
    for who in ("hugo", "kit", "ines"):  # at the second alone, or at none
        assert type(refused(second, who, **data)) is NotFound
    assert type(refused(second, "freya", act="add_addendum", text="Mine.", reason="So.")) is NotFound


def test_only_while_the_next_meeting_is_open_and_its_ground_rules_accepted(
    closed: Sitting, on_the_next_day: datetime
) -> None:
    second = again(closed)
    with transaction() as session:
        session.get_one(Meeting, second.meeting_id).facilitator_id = closed.people["freya"]
        for seat in session.query(Seat).filter(Seat.meeting_id == second.meeting_id, Seat.role == "facilitator"):
            seat.person_id, seat.agency_id = closed.people["freya"], closed.agencies["health"]
    data = {"of": closed.view("disagreement")["id"], "version": 1, "how": "Quietly."}
    assert type(refused(second, "freya", **data)) is NotFound
    second.do("freya", "open_meeting")
    assert type(refused(second, "freya", **data)) is NotFound
    second.do("freya", "accept_ground_rules", version=GROUND_RULES)
    second.do("freya", "close_meeting", no_next_meeting_because="Done.", childs_voice_not_heard_because="Ill.")
    assert type(refused(second, "freya", **data)) is NotFound


def opened_at(sitting: Sitting, meeting_id: int, moment: datetime) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, meeting_id)
        assert (meeting.state, meeting.facilitator_id) == ("open", sitting.people["freya"])
        meeting.opened_at = moment


def test_the_chair_of_another_case_finds_nothing(closed: Sitting) -> None:
    opened_at(closed, closed.other_meeting_id, NOW + timedelta(hours=1))  # later than ours
    data = {"of": closed.view("disagreement")["id"], "version": 1, "how": "Quietly."}
    assert type(closed.refused("freya", "settle_disagreement", **data)) is NotFound


def test_nor_does_the_chair_of_one_that_had_begun_before(closed: Sitting, on_the_next_day: datetime) -> None:
    second = next_meeting(closed, chair="freya")
    data = {"of": shown(second, "beth")["id"], "version": 1, "how": "Quietly."}
    opened_at(second, second.meeting_id, NOW - timedelta(hours=1))
    assert type(refused(second, "freya", **data)) is NotFound


def test_it_opens_no_other_door_of_the_earlier_meeting(closed: Sitting, on_the_next_day: datetime) -> None:
    next_meeting(closed, chair="freya")
    with snapshot() as session, pytest.raises(NotFound):
        enter(session, closed.actor("freya"), closed.meeting_id)
    with snapshot() as session, pytest.raises(NotFound):
        board(session, enter(session, closed.actor("freya"), closed.meeting_id))


def test_a_repeated_act_gets_the_first_answer_and_an_older_version_what_is_there_now(
    closed: Sitting, on_the_next_day: datetime
) -> None:
    second = next_meeting(closed, chair="freya")
    of, act_id = shown(second, "freya")["id"], str(uuid.uuid4())
    data = {"of": of, "version": 1, "how": "They met."}
    first = closed.do("freya", "settle_disagreement", act_id=act_id, **data)
    assert closed.do("freya", "settle_disagreement", act_id=act_id, **data) == first
    with snapshot() as session:
        assert [e.kind for e in entries_after(session, closed.meeting_id, "shared", 0)].count(
            "disagreement_settled"
        ) == 1
    refusal = closed.refused("freya", "settle_disagreement", **data)
    assert (type(refusal), refusal.code) == (Conflict, "disagreement_is_resolved")


def test_the_permission_is_the_chairs_of_the_earlier_meeting_too(closed: Sitting) -> None:
    with snapshot() as session:
        assert Can.SEE_THROUGH in enter(session, closed.actor("amara"), closed.meeting_id).can
