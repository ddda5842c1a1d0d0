"""The agency's inbox: everything its recorder must do, over all meetings. Closed meetings alone bind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import SPEAKS_FOR_AGENCY
from mas_hub.follow_up.duties import ASKED, INVOLVED, OWNED, DecisionDuty, Duty, days_of, duties_after
from mas_hub.follow_up.models import HandOver, ProgressReport
from mas_hub.follow_up.queries import receipt_view
from mas_hub.follow_up.rules import Days
from mas_hub.identity.labels import find_agency_label, find_name
from mas_hub.identity.models import Agency
from mas_hub.meetings.models import Invitation, Meeting, Seat

Json = dict[str, Any]
QUARTER = timedelta(days=91)


def inbox(session: Session, actor: Actor) -> Json:
    """Of the agencies for which the actor records or has spoken, each in its own meetings."""
    bound = _bound(session, actor)
    meetings = session.scalars(select(Meeting).where(Meeting.id.in_(bound), Meeting.state == "closed"))
    duties = duties_after(session, meetings, of_agency=bound)
    offered = _may_take_over(session, [duty.meeting.id for duty in duties])
    return {
        "duties": [
            {
                **duty_view(session, duty),
                "may_take_over": [find_agency_label(session, each) for each in offered[duty.meeting.id]],
            }
            for duty in duties
        ],
        "figures": figures(duties),
        "days": days_view(days_of(session)),
    }


def _bound(session: Session, actor: Actor) -> dict[int, set[int]]:
    """`{meeting id: agencies}`: by a seat that speaks for the actor's own, or as its recorder.

    As in a meeting itself: who sits there for an agency that they have left binds neither that nor their own.
    """
    bound: dict[int, set[int]] = {}
    elsewhere: set[int] = set()
    seats = select(Seat.meeting_id, Seat.agency_id, Seat.role).where(
        Seat.person_id == actor.person_id, Seat.removed.is_(False)
    )
    for meeting_id, agency_id, role in session.execute(seats):
        if agency_id != actor.agency_id:
            elsewhere.add(meeting_id)
        elif role in SPEAKS_FOR_AGENCY:
            bound[meeting_id] = {agency_id}
    if "recorder" in actor.roles:
        invited = session.scalars(select(Invitation.meeting_id).where(Invitation.agency_id == actor.agency_id))
        bound.update({meeting_id: {actor.agency_id} for meeting_id in invited if meeting_id not in elsewhere})
    return bound


def _may_take_over(session: Session, meeting_ids: Iterable[int]) -> dict[int, list[int]]:
    """The agencies invited to each that are in the partnership still."""
    invited: dict[int, list[int]] = defaultdict(list)
    for meeting_id, agency_id in session.execute(
        select(Invitation.meeting_id, Invitation.agency_id)
        .join(Agency, Agency.id == Invitation.agency_id)
        .where(Invitation.meeting_id.in_(set(meeting_ids)), Agency.active)
        .order_by(Invitation.id)
    ):
        invited[meeting_id].append(agency_id)
    return invited


def duty_view(session: Session, duty: Duty) -> Json:
    facts = duty.meeting.facts or {}
    receipt = duty.receipt
    return {
        "meeting_id": duty.meeting.id,
        "meeting_day": duty.meeting.meeting_day.isoformat() if duty.meeting.meeting_day else None,
        "closed_at": clock.iso(duty.meeting.closed_at),
        "purpose": duty.meeting.purpose,
        "case": {name: facts["case"][name] for name in ("reference", "subject_initials")},
        "agency": find_agency_label(session, duty.agency_id),
        "attendance": duty.attendance,
        "state": duty.state,
        "waiting_days": duty.waiting_days,
        "late": duty.late,
        "receipt": {**receipt_view(receipt), "by_name": find_name(session, receipt.person_id)} if receipt else None,
        "hours_to_receipt": hours_to_receipt(duty),
        "decisions": [decision_duty_view(session, each) for each in duty.decisions],
    }


def decision_duty_view(session: Session, duty: DecisionDuty) -> Json:
    decision = duty.decision
    return {
        "id": decision.id,
        "part": duty.part,
        "text": decision.text,
        "measure": decision.measure,
        "responsible": decision.responsible,
        "due": decision.due.isoformat() if decision.due else None,
        "owner": find_agency_label(session, decision.owner_agency_id),
        "changed_at": clock.iso(duty.changed_at),
        # what the owner said is its word to the chair
        "progress": report_view(session, duty.last) if duty.last and duty.part == OWNED else None,
        "asked": duty.part == OWNED and duty.wanted.asked,
        "overdue": duty.part == OWNED and duty.wanted.overdue,
        "late_days": duty.wanted.late_days if duty.part == OWNED else 0,
        "hand_over": hand_over_view(session, duty.hand_over) if duty.hand_over and duty.part != INVOLVED else None,
    }


def report_view(session: Session, report: ProgressReport) -> Json:
    return {
        "id": report.id,
        "state": report.state,
        "words": report.words,
        "at": clock.iso(report.at),
        "by": find_name(session, report.person_id),
        "agency": find_agency_label(session, report.agency_id),
    }


def hand_over_view(session: Session, asked: HandOver) -> Json:
    return {
        "id": asked.id,
        "from": find_agency_label(session, asked.from_agency_id),
        "to": find_agency_label(session, asked.to_agency_id),
        "state": asked.state,
        "why": asked.why,
        "asked_at": clock.iso(asked.asked_at),
        "asked_by": find_name(session, asked.asked_by_id),
        "answer": asked.answer,
        "answered_at": clock.iso(asked.answered_at),
        "answered_by": find_name(session, asked.answered_by_id),
    }


def days_view(days: Days) -> Json:
    return {
        "receipt_days": days.receipt,
        "progress_days": days.progress,
        "repeat_days": days.repeat,
        "by_email": days.by_email,
    }


def hours_to_receipt(duty: Duty) -> float | None:
    """From agreement until the agency said that it had recorded (row 8)."""
    if duty.receipt is None or not duty.receipt.recorded or duty.agreed_at is None:
        return None
    return round(max(0.0, (duty.receipt.at - duty.agreed_at).total_seconds()) / 3_600, 1)


def figures(duties: Sequence[Duty]) -> Json:
    """What the head of the page counts."""
    waiting = [duty for duty in duties if duty.to_record]
    owned = [each for duty in duties for each in duty.decisions if each.part == OWNED]
    overdue = [each.wanted.late_days for each in owned if each.wanted.overdue]
    since = clock.now() - QUARTER
    recent = [duty for duty in duties if duty.receipt is not None and duty.receipt.recorded and _after(duty, since)]
    hours = [hours for duty in recent if (hours := hours_to_receipt(duty)) is not None]
    return {
        "to_record": sum(_own(duty) for duty in waiting),
        "meetings_to_record": len(waiting),
        "late": sum(duty.late for duty in duties),
        "oldest_days": max((duty.waiting_days for duty in waiting), default=0),
        "overdue": len(overdue),
        "overdue_days": max(overdue, default=0),
        "asked": sum(each.wanted.asked for each in owned),
        "to_answer": sum(each.part == ASKED for duty in duties for each in duty.decisions),
        "recorded": sum(_own(duty) for duty in recent),
        "average_days": round(sum(hours) / len(hours) / 24, 1) if hours else None,
    }


def _own(duty: Duty) -> int:
    return sum(each.part != ASKED for each in duty.decisions)


def _after(duty: Duty, since: datetime) -> bool:
    return duty.receipt is not None and duty.receipt.at >= since
