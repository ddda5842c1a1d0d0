"""A challenge as its meeting sees it, and as the partnership does: without meeting, case or who raised it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.challenges.models import PartnershipChallenge, ProcessChallenge
from mas_hub.challenges.rules import month_of
from mas_hub.identity.models import Agency
from mas_hub.meeting_log import View
from mas_hub.meetings.subjects import by, register_rows


def challenge_view(challenge: ProcessChallenge) -> View:
    return {
        "type": "process_challenge",
        "id": challenge.id,
        "version": challenge.version,
        "agency_id": challenge.agency_id,
        "process": challenge.process,
        "obstacle": challenge.obstacle,
        "would_help": challenge.would_help,
        "concerns": challenge.concerns,
        "raised_at": clock.iso(challenge.raised_at),
        "withdrawn": challenge.withdrawn,
        "sent_on": challenge.sent_on.isoformat() if challenge.sent_on else None,
        "state": challenge.state,
        "answer": challenge.answer,
        "by": by(challenge),
    }


def list_for_partnership(session: Session) -> list[dict[str, Any]]:
    """The newest month first; within a month in an order that was drawn."""
    shown = select(PartnershipChallenge).where(PartnershipChallenge.month < month_of(clock.today()))
    rows = session.scalars(shown.order_by(PartnershipChallenge.month.desc(), PartnershipChallenge.key))
    names = {agency.id: agency.name for agency in session.scalars(select(Agency))}
    return [partnership_view(row, names) for row in rows]


def partnership_view(row: PartnershipChallenge, names: Mapping[int, Any]) -> dict[str, Any]:
    return {
        "key": row.key,
        "version": row.version,
        "month": row.month.isoformat()[:7],
        "process": row.process,
        "obstacle": row.obstacle,
        "would_help": row.would_help,
        "concerns": [names[each] for each in row.concerns if each in names],
        "state": row.state,
        "answer": row.answer,
    }


def find_origin(session: Session, key: str) -> ProcessChallenge | None:
    """The meeting's own, until its case is deleted."""
    return session.scalar(select(ProcessChallenge).where(ProcessChallenge.copy == key))


register_rows("process_challenge", ProcessChallenge, challenge_view)
