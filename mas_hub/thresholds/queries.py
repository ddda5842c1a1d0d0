from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.audience import agency_stream
from mas_hub.meeting_log import View
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.subjects import by, register_rows, subject_type
from mas_hub.thresholds.models import Disagreement, PositionRound, ThresholdPosition
from mas_hub.thresholds.rules import TESTS

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
    session: Session, case_id: int, *, but_of: int | None = None, settled_since: datetime | None = None
) -> Sequence[tuple[Meeting, Disagreement]]:
    """What still lives of the case's disagreements, open or escalated, with the meeting that raised each; oldest first.

    `but_of`: a meeting whose own are left out. `settled_since`: those settled from then on are among them.
    """
    living: ColumnElement[bool] = Disagreement.state.in_(UNSETTLED)
    if settled_since is not None:
        living = or_(living, Disagreement.settled_at >= settled_since)
    rows = session.execute(
        select(Meeting, Disagreement)
        .join(Disagreement, Disagreement.meeting_id == Meeting.id)
        .where(
            Meeting.case_id == case_id,
            Meeting.state.in_(("open", "closed")),
            Meeting.id != (0 if but_of is None else but_of),
            living,
        )
        .order_by(Disagreement.raised_at, Disagreement.id)
    )
    return [(meeting, disagreement) for meeting, disagreement in rows]


def find_hidden_round(session: Session, meeting_id: int) -> PositionRound | None:
    """The round that is on, if one is."""
    return session.scalar(
        select(PositionRound).where(PositionRound.meeting_id == meeting_id, PositionRound.state == "hidden")
    )


def list_hidden(session: Session, meeting_id: int) -> Sequence[ThresholdPosition]:
    return session.scalars(
        select(ThresholdPosition)
        .where(ThresholdPosition.meeting_id == meeting_id, ThresholdPosition.hidden.is_(True))
        .order_by(ThresholdPosition.id)
    ).all()


def position_view(position: ThresholdPosition) -> View:
    return {
        "type": "threshold_position",
        "id": position.id,
        "version": position.version,
        "agency_id": position.agency_id,
        "level": position.level,
        "evidence": position.evidence,
        "would_change_view": position.would_change_view,
        "tested": {name: position.tested.get(name, "") for name in TESTS},
        "history": position.history,
        "added_at": clock.iso(position.added_at),
        "changed_at": clock.iso(position.changed_at),
        "withdrawn": position.withdrawn,
        "withdrawn_because": position.withdrawn_because,
        "hidden": position.hidden,
        "by": by(position),
    }


def round_view(position_round: PositionRound) -> View:
    return {
        "type": "position_round",
        "id": position_round.id,
        "version": position_round.version,
        "state": position_round.state,
        "placed": position_round.placed,
        "started_at": clock.iso(position_round.started_at),
        "revealed_at": clock.iso(position_round.revealed_at),
        "by": by(position_round),
    }


def escalation_of(disagreement: Disagreement) -> dict[str, Any]:
    """The stage it stands at, or stood at last."""
    return {
        "owner_agency_id": disagreement.escalated_to,
        "reason": disagreement.escalated_because,
        "immediate_risk": disagreement.immediate_risk,
        "stage": disagreement.stage,
        "stage_name": disagreement.stage_name,
        "due_on": disagreement.due_on.isoformat() if disagreement.due_on else None,
    }


def disagreement_view(disagreement: Disagreement) -> View:
    return {
        "type": "disagreement",
        "id": disagreement.id,
        "version": disagreement.version,
        "agency_id": disagreement.agency_id,
        "about": disagreement.about,
        "between": disagreement.between,
        "state": disagreement.state,
        "how": disagreement.how,
        "escalation": escalation_of(disagreement) if disagreement.state == "escalated" else None,
        "escalated_at": clock.iso(disagreement.escalated_at),
        "earlier_stages": disagreement.earlier_stages,
        "raised_at": clock.iso(disagreement.raised_at),
        "settled_at": clock.iso(disagreement.settled_at),
        "by": by(disagreement),
    }


def _shared_positions(session: Session, meeting_id: int) -> list[View]:
    """As everybody sees them: a hidden one as it was before the round, or not at all."""
    rows = session.scalars(
        select(ThresholdPosition).where(ThresholdPosition.meeting_id == meeting_id).order_by(ThresholdPosition.id)
    )
    views = [row.shared_as if row.hidden else position_view(row) for row in rows]
    return [view for view in views if view is not None]


def _hidden_positions(session: Session, meeting_id: int, streams: frozenset[str]) -> list[View]:
    rows = list_hidden(session, meeting_id)
    return [position_view(row) for row in rows if agency_stream(row.agency_id) in streams]


subject_type("threshold_position", _shared_positions, _hidden_positions)
register_rows("position_round", PositionRound, round_view)
register_rows("disagreement", Disagreement, disagreement_view)
