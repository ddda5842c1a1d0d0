"""A meeting as an entry for anybody's diary (RFC 5545): when it is, and of its case the reference alone."""

from datetime import UTC, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.errors import Conflict
from mas_hub.identity.queries import get_partnership
from mas_hub.language import text
from mas_hub.meetings.queries import get_meeting, meeting_view


def diary_entry(session: Session, actor: MeetingActor) -> bytes:
    """The same entry for everybody with a seat. Whoever opens a later one has it moved, not doubled: its UID stays, and
    its SEQUENCE is the meeting's version, which rises with every change of the plan."""
    require(actor, Can.ATTEND)
    meeting = get_meeting(session, actor.meeting.id)
    if meeting.scheduled_at is None:
        raise Conflict("meeting_has_no_time")
    partnership = get_partnership(session)
    reference = meeting_view(session, meeting)["case"]["reference"]
    event = Event()
    named = f"mas_hub/{partnership.nation}/{partnership.name_en}/{partnership.name_cy}/meeting/{meeting.id}"
    event.add("uid", str(uuid5(NAMESPACE_URL, named)))
    event.add("sequence", meeting.version)
    event.add("dtstamp", clock.now())
    event.add("dtstart", meeting.scheduled_at.astimezone(UTC))
    event.add("dtend", (meeting.scheduled_at + timedelta(minutes=meeting.planned_minutes)).astimezone(UTC))
    event.add("summary", text("diary.summary", actor.language, reference=reference))
    event.add("description", text("diary.description", actor.language))
    event.add("status", "CANCELLED" if meeting.state == "cancelled" else "CONFIRMED")
    event.add("class", "CONFIDENTIAL")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//mas_hub//diary 1//EN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
