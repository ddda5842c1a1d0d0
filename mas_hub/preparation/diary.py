"""A meeting in somebody's diary (RFC 5545, 5546): when it is, who asks them, and of its case the reference alone."""

from datetime import UTC, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, vCalAddress, vText
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.errors import Conflict
from mas_hub.identity.models import Person
from mas_hub.identity.queries import get_partnership
from mas_hub.language import text
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.queries import get_meeting
from mas_hub.meetings.views import meeting_view

OPTIONAL = ("observer", "recorder")


def diary_entry(session: Session, actor: MeetingActor) -> bytes:
    """For the actor's own seat, in their language. Whoever chairs gets the entry itself, which they may send on.

    A later one moves the entry and doubles nothing: its UID stays, and its SEQUENCE is the meeting's version, which
    rises with every change of the plan and when it is postponed. A cancelled meeting is taken out of the diary.
    """
    require(actor, Can.ATTEND)
    meeting = get_meeting(session, actor.meeting.id)
    if meeting.scheduled_at is None:
        raise Conflict("meeting_has_no_time")
    cancelled = meeting.state == "cancelled"
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//mas_hub//diary 1//EN")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH" if actor.chairs else "REQUEST")
    calendar.add_component(_event(session, actor, meeting, cancelled=cancelled))
    made: bytes = calendar.to_ical()
    return made


def _event(session: Session, actor: MeetingActor, meeting: Meeting, *, cancelled: bool) -> Event:
    start = meeting.scheduled_at or clock.now()
    spoken = {"language": actor.language}
    reference = meeting_view(session, meeting)["case"]["reference"]
    event = Event()
    event.add("uid", _uid(session, f"meeting/{meeting.id}"))
    event.add("sequence", meeting.version)
    event.add("dtstamp", clock.now())
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", (start + timedelta(minutes=meeting.planned_minutes)).astimezone(UTC))
    event.add("summary", text("diary.summary", actor.language, reference=reference), parameters=spoken)
    event.add("description", text("diary.description", actor.language), parameters=spoken)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "CONFIDENTIAL")
    event.add("organizer", _address(session, meeting.facilitator_id), encode=False)
    if not actor.chairs:
        own = _address(session, actor.person_id)
        own.params["role"] = vText("OPT-PARTICIPANT" if actor.role in OPTIONAL else "REQ-PARTICIPANT")
        own.params["partstat"] = vText("NEEDS-ACTION")
        own.params["language"] = vText(actor.language)
        event.add("attendee", own, encode=False)
    return event


def _address(session: Session, person_id: int) -> vCalAddress:
    """A guest has no e-mail address; a made name stands for it."""
    person = session.get_one(Person, person_id)
    uid = _uid(session, f"person/{person.id}")
    address = vCalAddress(f"urn:uuid:{uid}" if person.guest else f"mailto:{person.email}")
    address.params["cn"] = vText(person.name)
    return address


def _uid(session: Session, what: str) -> str:
    partnership = get_partnership(session)
    named = f"mas_hub/{partnership.nation}/{partnership.known_to_diaries}/{what}"
    return str(uuid5(NAMESPACE_URL, named))
