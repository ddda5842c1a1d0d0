from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.meeting_log import View
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.subjects import by, register_rows, time
from mas_hub.thresholds.models import Disagreement, ThresholdPosition

UNSETTLED = ("open", "escalated")


def find_standing_position(session: Session, meeting_id: int, agency_id: int) -> ThresholdPosition | None:
    return session.scalar(
        select(ThresholdPosition).where(
            ThresholdPosition.meeting_id == meeting_id,
            ThresholdPosition.agency_id == agency_id,
            ThresholdPosition.withdrawn.is_(False),
        )
    )


def open_disagreements_of_case(
    session: Session, case_id: int, *, but_of: int | None = None
) -> Sequence[tuple[Meeting, Disagreement]]:
    """What still lives of the case's disagreements, open or escalated, with the meeting that raised each; oldest first.

    `but_of`: a meeting whose own are left out.
    """
    rows = session.execute(
        select(Meeting, Disagreement)
        .join(Disagreement, Disagreement.meeting_id == Meeting.id)
        .where(
            Meeting.case_id == case_id,
            Meeting.state.in_(("open", "closed")),
            Meeting.id != (0 if but_of is None else but_of),
            Disagreement.state.in_(UNSETTLED),
        )
        .order_by(Disagreement.raised_at, Disagreement.id)
    )
    return [(meeting, disagreement) for meeting, disagreement in rows]


def position_view(position: ThresholdPosition) -> View:
    return {
        "type": "threshold_position",
        "id": position.id,
        "version": position.version,
        "agency_id": position.agency_id,
        "level": position.level,
        "evidence": position.evidence,
        "would_change_view": position.would_change_view,
        "history": position.history,
        "added_at": time(position.added_at),
        "changed_at": time(position.changed_at),
        "withdrawn": position.withdrawn,
        "withdrawn_because": position.withdrawn_because,
        "by": by(position),
    }


def disagreement_view(disagreement: Disagreement) -> View:
    escalation = None
    if disagreement.state == "escalated":
        escalation = {
            "owner_agency_id": disagreement.escalated_to,
            "reason": disagreement.escalated_because,
            "immediate_risk": disagreement.immediate_risk,
            "stage": disagreement.stage,
            "stage_name": disagreement.stage_name,
            "due_on": disagreement.due_on.isoformat() if disagreement.due_on else None,
        }
    return {
        "type": "disagreement",
        "id": disagreement.id,
        "version": disagreement.version,
        "agency_id": disagreement.agency_id,
        "about": disagreement.about,
        "between": disagreement.between,
        "state": disagreement.state,
        "how": disagreement.how,
        "escalation": escalation,
        "raised_at": time(disagreement.raised_at),
        "by": by(disagreement),
    }


register_rows("threshold_position", ThresholdPosition, position_view)
register_rows("disagreement", Disagreement, disagreement_view)
