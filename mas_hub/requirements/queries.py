from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.meeting_log import View
from mas_hub.meetings.preparing import list_shown
from mas_hub.meetings.subjects import by, register_rows, subject_type
from mas_hub.requirements.models import Burden, Requirement
from mas_hub.requirements.rules import Asked


def requirement_view(requirement: Requirement) -> View:
    return {
        "type": "requirement",
        "id": requirement.id,
        "version": requirement.version,
        "agency_id": requirement.agency_id,
        "kind": requirement.kind,
        "what": requirement.what,
        "basis": requirement.basis,
        "every": requirement.every,
        "unit": requirement.unit,
        "next_due": requirement.next_due.isoformat() if requirement.next_due else None,
        "child": requirement.child,
        "seen_by": requirement.seen_by,
        "asks": requirement.asks,
        "added_at": clock.iso(requirement.added_at),
        "withdrawn": requirement.withdrawn,
        "withdrawn_because": requirement.withdrawn_because,
        "by": by(requirement),
    }


def burden_view(burden: Burden) -> View:
    return {
        "type": "burden",
        "id": burden.id,
        "version": burden.version,
        "agency_id": burden.agency_id,
        **burden.reckoned,
        "by": by(burden),
    }


def list_asked(session: Session, meeting_id: int) -> list[Asked]:
    """What stands on the board and counts."""
    return [
        Asked(
            id=each.id,
            agency_id=each.agency_id,
            kind=each.kind,
            every=each.every,
            unit=each.unit,
            next_due=each.next_due,
            child=each.child,
            asks=each.asks,
        )
        for each in list_shown(session, Requirement, meeting_id)
        if not each.withdrawn
    ]


def find_burden(session: Session, meeting_id: int) -> Burden | None:
    return session.scalar(select(Burden).where(Burden.meeting_id == meeting_id))


def _on_board(session: Session, meeting_id: int) -> list[View]:
    return [requirement_view(each) for each in list_shown(session, Requirement, meeting_id)]


subject_type("requirement", _on_board)
register_rows("burden", Burden, burden_view)
