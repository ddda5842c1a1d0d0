"""The disagreements that a facilitator still has to see through: for their home page, and for the next meeting's."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from mas_hub import clock
from mas_hub.identity.models import Agency
from mas_hub.meetings.home import followed_from
from mas_hub.meetings.later import left_by_earlier
from mas_hub.meetings.models import Meeting
from mas_hub.practice.working_days import working_days_between
from mas_hub.thresholds.models import Disagreement
from mas_hub.thresholds.queries import UNSETTLED


@left_by_earlier
def versions_of_earlier(session: Session, meeting_ids: Collection[int]) -> Mapping[int, int]:
    """How often anything became of the disagreements that other meetings on the same case raised."""
    now, other = aliased(Meeting), aliased(Meeting)
    counted = session.execute(
        select(now.id, func.sum(Disagreement.version))
        .join(other, (other.case_id == now.case_id) & (other.id != now.id))
        .join(Disagreement, Disagreement.meeting_id == other.id)
        .where(now.id.in_(meeting_ids))
        .group_by(now.id)
    )
    return {meeting_id: int(versions) for meeting_id, versions in counted}


@followed_from("disagreements")
def unsettled_in(session: Session, chaired: Sequence[Meeting]) -> list[dict[str, Any]]:
    """Escalated ones with their clock, and those left open when their meeting closed; what is due first comes first."""
    meetings = {meeting.id: meeting for meeting in chaired}
    living = session.execute(
        select(Disagreement, Agency)
        .outerjoin(Agency, Agency.id == Disagreement.escalated_to)
        .where(Disagreement.meeting_id.in_(meetings), Disagreement.state.in_(UNSETTLED))
        .order_by(Disagreement.due_on.is_(None), Disagreement.due_on, Disagreement.id)
    )
    return [
        _row(meetings[disagreement.meeting_id], disagreement, owner)
        for disagreement, owner in living
        if disagreement.state == "escalated" or meetings[disagreement.meeting_id].state == "closed"
    ]


def _row(meeting: Meeting, disagreement: Disagreement, owner: Agency | None) -> dict[str, Any]:
    facts: Mapping[str, Any] = meeting.facts or {}
    escalated = disagreement.state == "escalated"
    return {
        "meeting_id": meeting.id,
        "meeting_day": meeting.meeting_day.isoformat() if meeting.meeting_day else None,
        "case": {name: facts["case"][name] for name in ("reference", "subject_initials")},
        "id": disagreement.id,
        "about": disagreement.about,
        "state": disagreement.state,
        "stage": disagreement.stage if escalated else None,
        "stage_name": disagreement.stage_name if escalated else None,
        "owner": owner.name if owner and escalated else None,
        "immediate_risk": disagreement.immediate_risk,
        **_clock(disagreement.due_on if escalated else None, facts.get("nation", "england")),
    }


def _clock(due_on: date | None, nation: str) -> dict[str, Any]:
    """Working days to go, or late: one of the two is 0."""
    today = clock.today()
    return {
        "due_on": due_on.isoformat() if due_on else None,
        "working_days_left": working_days_between(today, due_on, nation) if due_on else 0,
        "working_days_late": working_days_between(due_on, today, nation) if due_on else 0,
        "overdue": due_on is not None and due_on < today,
    }
