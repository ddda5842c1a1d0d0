"""A planned meeting goes into anybody's diary, and a changed one moves there."""

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from mas_hub.access.actor import Actor
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict, Forbidden
from mas_hub.identity.guests import add_guest
from mas_hub.identity.partnership import rename_partnership
from mas_hub.meetings.models import Meeting, Seat
from mas_hub.meetings.queries import enter
from mas_hub.preparation.diary import diary_entry
from tests.sitting import NOW, SEATED, Sitting


def entry(sitting: Sitting, who: str) -> Any:
    with snapshot() as session:
        written = diary_entry(session, sitting.entering(session, who))
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    return event


def method(sitting: Sitting, who: str) -> str:
    with snapshot() as session:
        return str(Calendar.from_ical(diary_entry(session, sitting.entering(session, who)))["method"])


def move(sitting: Sitting, by: timedelta | None) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, sitting.meeting_id)
        meeting.scheduled_at = NOW + by if by is not None else None
        meeting.version += 1


def test_it_is_the_same_entry_after_the_partnership_was_renamed(planned: Sitting) -> None:
    before = entry(planned, "beth")["uid"]
    with transaction() as session:
        rename_partnership(session, en="Fellshire and Vale", cy=None)
    assert entry(planned, "beth")["uid"] == before


@pytest.mark.parametrize("who", ["amara", "beth", "arun", "olu"])
def test_it_says_when_and_of_the_case_the_reference_alone(planned: Sitting, who: str) -> None:
    event = entry(planned, who)
    assert (event["dtstart"].dt, event["dtend"].dt - event["dtstart"].dt) == (
        NOW.astimezone(UTC),
        timedelta(minutes=90),
    )
    assert event["summary"] == "Multi-agency supervision FS-2291"
    words = event.to_ical().decode().replace("\r\n ", "")
    others = [f"{name.title()} Made-up" for name in SEATED if name not in ("amara", who)]
    assert [word for word in ("K.T.", "discussed", "Fellshire", *others) if word in words] == []


def test_it_is_an_invitation_to_one_s_own_seat_in_one_s_own_language(planned: Sitting) -> None:
    assert method(planned, "beth") == "REQUEST"
    beth = entry(planned, "beth")
    assert str(beth["organizer"]) == "mailto:amara@fellshire.example"
    assert (str(beth["attendee"]), beth["attendee"].params["cn"]) == ("mailto:beth@fellshire.example", "Beth Made-up")
    assert beth["attendee"].params["role"] == "REQ-PARTICIPANT"
    assert entry(planned, "olu")["attendee"].params["role"] == "OPT-PARTICIPANT"
    with snapshot() as session:
        welsh = replace(planned.entering(session, "beth"), language="cy")
        (event,) = Calendar.from_ical(diary_entry(session, welsh)).walk("VEVENT")
    assert event["summary"] == "Goruchwyliaeth amlasiantaethol FS-2291"
    assert event["summary"].params["language"] == "cy"


def test_whoever_chairs_gets_the_entry_itself(planned: Sitting) -> None:
    assert method(planned, "amara") == "PUBLISH"
    assert "attendee" not in entry(planned, "amara")


def test_a_guest_has_no_address(planned: Sitting) -> None:
    with transaction() as session:
        guest = add_guest(session, agency_id=planned.agencies["csc"], name="Gus Made-up", job="")
        session.add(Seat(meeting_id=planned.meeting_id, person_id=guest.id, agency_id=guest.agency_id, role="observer"))
        actor = Actor(guest.id, guest.agency_id, guest_of=planned.meeting_id)
    with snapshot() as session:
        written = diary_entry(session, enter(session, actor, planned.meeting_id)).decode()
    assert "guest.invalid" not in written
    assert "urn:uuid:" in written


def test_postponed_it_moves_and_cancelled_it_goes(planned: Sitting) -> None:
    before = entry(planned, "beth")
    planned.do("amara", "postpone_meeting", reason="Ill.", scheduled_at="2026-09-28T13:30:00+01:00")
    moved = entry(planned, "beth")
    assert method(planned, "beth") == "REQUEST"
    assert (moved["uid"], moved["sequence"] > before["sequence"]) == (before["uid"], True)
    assert moved["dtstart"].dt - before["dtstart"].dt == timedelta(days=7)
    planned.do("amara", "cancel_meeting", reason="The family has moved.")
    gone = entry(planned, "beth")
    assert method(planned, "beth") == "CANCEL"
    assert (gone["uid"], gone["status"], gone["sequence"] > moved["sequence"]) == (before["uid"], "CANCELLED", True)
    assert "moved" not in gone.to_ical().decode()


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
