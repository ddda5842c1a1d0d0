"""Reading a meeting's record: by one's part in it or, without one, in an emergency that lasts (docs/decisions/0041)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor, MeetingActor, without_a_seat
from mas_hub.access.permissions import Can, require_within
from mas_hub.audit.actions import record
from mas_hub.db import transaction
from mas_hub.errors import NotFound
from mas_hub.meetings.models import EmergencyAccess, Meeting
from mas_hub.meetings.queries import enter, facts_of

IN_AN_EMERGENCY = "emergency"
"""The role of such a reader, where others have that of their seat."""


def enter_to_read(session: Session, actor: Actor, meeting_id: int) -> MeetingActor:
    """As `enter`, or as somebody who opened the record in an emergency, for as long as that and their role last."""
    try:
        own = enter(session, actor, meeting_id)
    except NotFound:
        own = None
    if own is not None and Can.READ_BOARD in own.can:
        return own
    require_within(actor, meeting_id)
    access = find_access(session, actor.person_id, meeting_id)
    meeting = session.get(Meeting, meeting_id) if access else None
    if meeting is not None:
        reader = reading(session, actor, meeting)
        if Can.READ_BOARD in reader.can:
            return reader
    if own is None:
        raise NotFound
    return own


def note_reading(actor: MeetingActor, what: str) -> None:
    """In an emergency each look is audited before anything is shown. Opens its own transaction."""
    if actor.in_emergency:
        with transaction() as session:
            record(session, actor, "emergency_read", meeting_id=actor.meeting.id, read=what)


def find_access(session: Session, person_id: int, meeting_id: int) -> EmergencyAccess | None:
    """The emergency access that this person has to this meeting now."""
    lasting = select(EmergencyAccess).where(
        EmergencyAccess.meeting_id == meeting_id,
        EmergencyAccess.person_id == person_id,
        EmergencyAccess.ended_at.is_(None),
        EmergencyAccess.ends_at > clock.now(),
    )
    return session.scalars(lasting.order_by(EmergencyAccess.id.desc()).limit(1)).first()


def reading(session: Session, actor: Actor, meeting: Meeting) -> MeetingActor:
    """Somebody without a part in the meeting, as the reader of its record. They accept the ground rules by opening."""
    facts = facts_of(session, meeting)
    return without_a_seat(actor, facts, agency_id=actor.agency_id, role=IN_AN_EMERGENCY, in_emergency=True)
