"""What came of the meetings that somebody chairs, by case: every agency's state, absent ones as present ones."""

from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor, MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.decisions.models import Decision
from mas_hub.errors import NotFound
from mas_hub.follow_up.duties import OWNED, Duty, days_of, duties_after
from mas_hub.follow_up.inbox import days_view, duty_view, hand_over_view, hours_to_receipt, report_view
from mas_hub.follow_up.models import HandOver, ProgressReport
from mas_hub.meetings.models import Meeting, Seat
from mas_hub.meetings.subjects import get_row

Json = dict[str, Any]


def overview(session: Session, actor: Actor) -> Json:
    """Of the meetings whose chair the actor has; of none when their agency has left."""
    chaired = session.scalars(
        select(Meeting)
        .join(Seat, Seat.meeting_id == Meeting.id)
        .where(
            literal(not actor.agency_left),
            Seat.person_id == actor.person_id,
            Seat.role == "facilitator",
            Seat.removed.is_(False),
            Meeting.state == "closed",
        )
    )
    cases: dict[int, Json] = {}
    for duty in duties_after(session, chaired):
        case = cases.setdefault(duty.meeting.case_id, _case(duty))
        meeting = case["meetings"].setdefault(duty.meeting.id, _meeting(duty))
        meeting["agencies"].append(_agency(session, duty))
    return {
        "cases": [{**case, "meetings": list(case["meetings"].values())} for case in cases.values()],
        "days": days_view(days_of(session)),
    }


def history(session: Session, actor: MeetingActor, decision_id: int) -> Json:
    """Everything that was said of one decision, oldest first: all of it to the chair, to an agency what it said itself
    and the hand-overs it was part of."""
    if not actor.chairs:
        require(actor, Can.REPORT_PROGRESS)
    decision = get_row(session, actor, Decision, decision_id)
    reports = select(ProgressReport).where(ProgressReport.decision_id == decision.id).order_by(ProgressReport.id)
    asked = select(HandOver).where(HandOver.decision_id == decision.id).order_by(HandOver.id)
    if not actor.chairs:
        own = actor.agency_id
        reports = reports.where(ProgressReport.agency_id == own)
        asked = asked.where((HandOver.from_agency_id == own) | (HandOver.to_agency_id == own))
    said, passed = session.scalars(reports).all(), session.scalars(asked).all()
    concerned = actor.agency_id == decision.owner_agency_id or actor.agency_id in decision.involves
    if decision.state != "agreed" or not (actor.chairs or concerned or passed):
        raise NotFound("no_such_entry")
    return {
        "reports": [report_view(session, each) for each in said],
        "hand_overs": [hand_over_view(session, each) for each in passed],
    }


def _case(duty: Duty) -> Json:
    facts = (duty.meeting.facts or {})["case"]
    return {
        "id": duty.meeting.case_id,
        "reference": facts["reference"],
        "subject_initials": facts["subject_initials"],
        "meetings": {},
    }


def _meeting(duty: Duty) -> Json:
    meeting = duty.meeting
    return {
        "id": meeting.id,
        "day": meeting.meeting_day.isoformat() if meeting.meeting_day else None,
        "purpose": meeting.purpose,
        "agencies": [],
    }


def _agency(session: Session, duty: Duty) -> Json:
    whole = duty_view(session, duty)
    return {
        **{name: whole[name] for name in ("agency", "attendance", "state", "waiting_days", "late", "receipt")},
        "hours_to_receipt": hours_to_receipt(duty),
        "involved": sum(each.part != OWNED for each in duty.decisions),
        "owned": [each for each in whole["decisions"] if each["part"] == OWNED],
    }
