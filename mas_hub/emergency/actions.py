"""Opening a meeting's record in an emergency, and what those who were told say of it.

Not acts of the meeting: whoever opens has no part in it, and an agency that was absent answers too. The log tells it
all the same, so that it stands on the board and in the record for good.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor, MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.cases.models import Case
from mas_hub.cases.rules import same_reference
from mas_hub.db import locked
from mas_hub.emergency.models import EmergencyReply
from mas_hub.emergency.queries import access_view, list_replies, reader_facts
from mas_hub.emergency.rules import LASTS, READABLE, check_reason, check_reply
from mas_hub.emergency.telling import list_told, tell_everybody
from mas_hub.errors import Conflict, NotFound
from mas_hub.identity.proof import require_second_factor
from mas_hub.meeting_log import append
from mas_hub.meetings.models import EmergencyAccess, Meeting, Seat
from mas_hub.meetings.queries import hold
from mas_hub.meetings.reading import find_access, reading
from mas_hub.meetings.turnover import seats_changed


def look_up(session: Session, actor: Actor, case_ids: Sequence[int]) -> None:
    """Whoever looks for a case's meetings shows who they are, and it stands in the audit whether it was found."""
    require(actor, Can.BREAK_GLASS)
    require_second_factor(session, actor)
    for case_id in case_ids:
        record(session, actor, "emergency_looked_up", case_id=case_id)
    if not case_ids:
        record(session, actor, "emergency_looked_up", case_id=None)


def break_glass(session: Session, actor: Actor, meeting_id: int, *, reference: str, reason: str) -> EmergencyAccess:
    """The record may be read from the commit on, for a while. With the same commit everybody concerned is told.

    A meeting on a case with another reference is as absent as none, and so is one without a record.
    """
    require(actor, Can.BREAK_GLASS)
    require_second_factor(session, actor)
    check_reason(reason)
    hold(session, meeting_id)
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.state not in READABLE or not _is_of(session, meeting, reference):
        raise NotFound
    _check_outside(session, actor, meeting_id)
    now = clock.now()
    access = EmergencyAccess(
        meeting_id=meeting.id,
        person_id=actor.person_id,
        agency_id=actor.agency_id,
        reason=reason,
        opened_at=now,
        ends_at=now + LASTS,
        facts=reader_facts(session, actor),
    )
    session.add(access)
    session.flush()
    told = list_told(session, meeting)
    record(
        session,
        actor,
        "emergency_opened",
        meeting_id=meeting.id,
        access=access.id,
        told=[agency.id for agency in told],
        until=clock.iso(access.ends_at),
    )
    _tell_in_log(session, reading(session, actor, meeting), "emergency_access_opened", access)
    tell_everybody(session, meeting, told)
    return access


def end_own(session: Session, actor: Actor, meeting_id: int) -> None:
    """Before its time, by whoever opened it."""
    require(actor, Can.BREAK_GLASS)
    hold(session, meeting_id)
    access = find_access(session, actor.person_id, meeting_id)
    if access is None:
        raise NotFound
    access.ended_at = clock.now()
    record(session, actor, "emergency_ended", meeting_id=meeting_id, access=access.id)
    reader = reading(session, actor, session.get_one(Meeting, meeting_id))
    _change(session, reader, "emergency_access_ended", access)
    seats_changed(session, meeting_id)


def reply(session: Session, actor: MeetingActor, access_id: int, *, question: str) -> None:
    """The actor's agency, or they as the chair, have seen it, and perhaps ask something."""
    require(actor, Can.ANSWER_EMERGENCY)
    hold(session, actor.meeting.id)
    access = _of_meeting(session, actor.meeting.id, access_id)
    mine = [
        each
        for each in list_replies(session, access.id)
        if each.as_chair == actor.chairs and (actor.chairs or each.agency_id == actor.agency_id)
    ]
    check_reply(question, acknowledged=bool(mine))
    session.add(
        EmergencyReply(
            access_id=access.id,
            agency_id=actor.agency_id,
            person_id=actor.person_id,
            as_chair=actor.chairs,
            at=clock.now(),
            question=question,
        )
    )
    record(
        session, actor, "emergency_acknowledged", meeting_id=actor.meeting.id, access=access.id, asked=bool(question)
    )
    _change(session, actor, "emergency_access_asked" if question else "emergency_access_acknowledged", access)


def answer(session: Session, actor: Actor, meeting_id: int, reply_id: int, *, answer: str) -> None:
    """Whoever opened the record answers what they were asked about it, also once they may read it no more."""
    require(actor, Can.BREAK_GLASS)
    hold(session, meeting_id)
    asked = session.get(EmergencyReply, reply_id)
    access = _of_meeting(session, meeting_id, asked.access_id) if asked else None
    if asked is None or access is None or access.person_id != actor.person_id or not asked.question:
        raise NotFound
    if asked.answered_at is not None:
        raise Conflict("emergency_answered")
    asked.answer, asked.answered_at = answer, clock.now()
    record(session, actor, "emergency_answered", meeting_id=meeting_id, access=access.id)
    reader = reading(session, actor, session.get_one(Meeting, meeting_id))
    _change(session, reader, "emergency_access_answered", access)


def _is_of(session: Session, meeting: Meeting, reference: str) -> bool:
    return same_reference(session.get_one(Case, meeting.case_id).reference, reference)


def _check_outside(session: Session, actor: Actor, meeting_id: int) -> None:
    seat = select(Seat.id).where(
        Seat.meeting_id == meeting_id, Seat.person_id == actor.person_id, Seat.removed.is_(False)
    )
    if session.scalar(seat) is not None:
        raise Conflict("emergency_has_seat")
    if find_access(session, actor.person_id, meeting_id) is not None:
        raise Conflict("emergency_lasts")


def _of_meeting(session: Session, meeting_id: int, access_id: int) -> EmergencyAccess:
    access = locked(session, EmergencyAccess, access_id)
    if access is None or access.meeting_id != meeting_id:
        raise NotFound("no_such_entry")
    return access


def _change(session: Session, actor: MeetingActor, kind: str, access: EmergencyAccess) -> None:
    access.version += 1
    session.flush()
    _tell_in_log(session, actor, kind, access)


def _tell_in_log(session: Session, actor: MeetingActor, kind: str, access: EmergencyAccess) -> None:
    append(session, replace(actor, act_id=str(uuid.uuid4())), kind, access_view(session, access))
