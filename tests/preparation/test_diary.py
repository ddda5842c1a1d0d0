"""A planned meeting goes into anybody's diary, and a changed one moves there."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden
from mas_hub.meetings.models import Meeting
from mas_hub.preparation.diary import diary_entry
from tests.sitting import NOW, Sitting


def entry(sitting: Sitting, who: str) -> Any:
    with snapshot() as session:
        written = diary_entry(session, sitting.entering(session, who))
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    return event


def move(sitting: Sitting, by: timedelta | None) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, sitting.meeting_id)
        meeting.scheduled_at = NOW + by if by is not None else None
        meeting.version += 1


@pytest.mark.parametrize("who", ["amara", "beth", "arun", "olu"])
def test_it_says_when_and_of_the_case_the_reference_alone(planned: Sitting, who: str) -> None:
    event = entry(planned, who)
    assert (event["dtstart"].dt, event["dtend"].dt - event["dtstart"].dt) == (
        NOW.astimezone(UTC),
        timedelta(minutes=90),
    )
    assert event["summary"] == "Multi-agency supervision FS-2291"
    words = event.to_ical().decode()
    assert [word for word in ("K.T.", "discussed", "Fellshire", "Made-up") if word in words] == []


def test_changed_time_is_the_same_entry_with_a_higher_sequence(planned: Sitting) -> None:
    before = entry(planned, "beth")
    move(planned, timedelta(days=1))
    after = entry(planned, "dina")
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt - before["dtstart"].dt == timedelta(days=1)


def test_two_meetings_are_two_entries(planned: Sitting) -> None:
    with snapshot() as session:
        other = diary_entry(session, planned.entering(session, "hugo", planned.other_meeting_id)).decode()
    assert str(entry(planned, "beth")["uid"]) not in other


def test_without_a_time_there_is_none(planned: Sitting) -> None:
    move(planned, None)
    with snapshot() as session, pytest.raises(Conflict, match="meeting_has_no_time"):
        diary_entry(session, planned.entering(session, "beth"))


def test_recorder_without_a_seat_gets_none(opened: Sitting) -> None:
    with snapshot() as session, pytest.raises(Forbidden):
        diary_entry(session, opened.entering(session, "sian"))
