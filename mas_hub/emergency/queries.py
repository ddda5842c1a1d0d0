"""Who opened which record in an emergency, as the board, home and whoever opened it see it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import OVER, Can
from mas_hub.cases.queries import case_ids_with
from mas_hub.emergency.models import EmergencyReply
from mas_hub.emergency.rules import READABLE
from mas_hub.errors import NotFound
from mas_hub.identity.labels import agency_label
from mas_hub.identity.models import Agency, Person
from mas_hub.meeting_log import View
from mas_hub.meetings.models import EmergencyAccess, Invitation, Meeting
from mas_hub.meetings.queries import enter
from mas_hub.meetings.subjects import subject_type

NOTICES = 20


def access_view(session: Session, access: EmergencyAccess) -> View:
    return {
        "type": "emergency_access",
        "id": access.id,
        "version": access.version,
        "agency_id": access.agency_id,
        **access.facts,
        "reason": access.reason,
        "opened_at": clock.iso(access.opened_at),
        "ends_at": clock.iso(access.ends_at),
        "ended_at": clock.iso(access.ended_at),
        "replies": [_reply_view(reply) for reply in list_replies(session, access.id)],
        "by": {"person_id": access.person_id, "agency_id": access.agency_id},
    }


def _reply_view(reply: EmergencyReply) -> dict[str, Any]:
    return {
        "id": reply.id,
        "agency_id": reply.agency_id,
        "as_chair": reply.as_chair,
        "at": clock.iso(reply.at),
        "question": reply.question,
        "answer": reply.answer,
        "answered_at": clock.iso(reply.answered_at),
    }


def list_replies(session: Session, access_id: int) -> Sequence[EmergencyReply]:
    return session.scalars(
        select(EmergencyReply).where(EmergencyReply.access_id == access_id).order_by(EmergencyReply.id)
    ).all()


def _views(session: Session, meeting_id: int) -> list[View]:
    of_meeting = select(EmergencyAccess).where(EmergencyAccess.meeting_id == meeting_id).order_by(EmergencyAccess.id)
    return [access_view(session, access) for access in session.scalars(of_meeting)]


subject_type("emergency_access", _views)


def find_meetings(session: Session, reference: str) -> tuple[Sequence[int], list[dict[str, Any]]]:
    """The cases with exactly this reference, and their meetings that have a record: when, and who was asked."""
    case_ids = case_ids_with(session, reference)
    meetings = session.scalars(
        select(Meeting)
        .where(Meeting.case_id.in_(case_ids), Meeting.state.in_(READABLE))
        .order_by(Meeting.opened_at.desc(), Meeting.id.desc())
    ).all()
    return case_ids, [_found(session, meeting) for meeting in meetings]


def _found(session: Session, meeting: Meeting) -> dict[str, Any]:
    invited = session.scalars(
        select(Agency)
        .join(Invitation, Invitation.agency_id == Agency.id)
        .where(Invitation.meeting_id == meeting.id)
        .order_by(Invitation.id)
    )
    return {
        "meeting_id": meeting.id,
        "state": meeting.state,
        "opened_at": clock.iso(meeting.opened_at),
        "agencies": [agency_label(agency) for agency in invited],
    }


def own_accesses(session: Session, person_id: int) -> list[dict[str, Any]]:
    """What this person opened, newest first: what they wrote and were asked, nothing of the meeting."""
    rows = session.execute(
        select(EmergencyAccess, Meeting)
        .join(Meeting, Meeting.id == EmergencyAccess.meeting_id)
        .where(EmergencyAccess.person_id == person_id)
        .order_by(EmergencyAccess.id.desc())
        .limit(NOTICES)
    )
    agencies = {agency.id: agency.name for agency in session.scalars(select(Agency))}
    found = []
    for access, meeting in rows:
        view = dict(access_view(session, access))
        view["replies"] = [{**reply, "agency_name": agencies[reply["agency_id"]]} for reply in view["replies"]]
        found.append({**view, "meeting_id": meeting.id, "meeting_opened_at": clock.iso(meeting.opened_at)})
    return found


def notices_for(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """What this person's agency, or they as the chair, have not acknowledged yet. No word of the case is in it.

    `reason` and `meeting_id` only for those who may answer: the rest of the agency has no part in the meeting.
    """
    agency_s = select(Invitation.meeting_id).where(Invitation.agency_id == actor.agency_id)
    rows = session.execute(
        select(EmergencyAccess, Meeting)
        .join(Meeting, Meeting.id == EmergencyAccess.meeting_id)
        .where(or_(Meeting.facilitator_id == actor.person_id, Meeting.id.in_(agency_s)))
        .where(EmergencyAccess.person_id != actor.person_id)
        .where(or_(literal(not actor.agency_left), Meeting.state.in_(OVER)))
        .where(~_replied(actor))
        .order_by(EmergencyAccess.id.desc())
        .limit(NOTICES)
    )
    return [_notice(session, actor, access, meeting) for access, meeting in rows]


def _replied(actor: Actor) -> Any:
    """The chair as the chair, everybody else through anybody of their agency."""
    replied = select(EmergencyReply.id).where(EmergencyReply.access_id == EmergencyAccess.id)
    chairs = (Meeting.facilitator_id == actor.person_id) & literal(not actor.agency_left)
    return or_(
        chairs & replied.where(EmergencyReply.as_chair).exists(),
        ~chairs
        & replied.where(EmergencyReply.agency_id == actor.agency_id, EmergencyReply.as_chair.is_(False)).exists(),
    )


def _notice(session: Session, actor: Actor, access: EmergencyAccess, meeting: Meeting) -> dict[str, Any]:
    answers = may_answer(session, actor, meeting.id)
    return {
        "id": access.id,
        "name": access.facts["name"],
        "job": access.facts["job"],
        "agency_name": access.facts["agency_name"],
        "opened_at": clock.iso(access.opened_at),
        "ends_at": clock.iso(access.ended_at or access.ends_at),
        "meeting_opened_at": clock.iso(meeting.opened_at),
        "chaired": meeting.facilitator_id == actor.person_id,
        "may_answer": answers,
        "reason": access.reason if answers else None,
        "meeting_id": meeting.id if answers else None,
    }


def may_answer(session: Session, actor: Actor, meeting_id: int) -> bool:
    try:
        return Can.ANSWER_EMERGENCY in enter(session, actor, meeting_id).can
    except NotFound:
        return False


def reader_facts(session: Session, actor: Actor) -> dict[str, Any]:
    """Who opens it, as they are called now."""
    person, agency = session.get_one(Person, actor.person_id), session.get_one(Agency, actor.agency_id)
    return {"name": person.name, "job": person.job, "agency_name": agency.name, "agency_code": agency.code}
