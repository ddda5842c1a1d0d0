from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.errors import NotFound
from mas_hub.meeting_log import View
from mas_hub.meetings.subjects import by, register_rows, subject_type, time
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
        "added_at": time(requirement.added_at),
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


def list_requirements(
    session: Session, meeting_id: int, *, shown: bool, agency_id: int | None = None
) -> Sequence[Requirement]:
    asked = select(Requirement).where(Requirement.meeting_id == meeting_id, Requirement.shown.is_(shown))
    if agency_id is not None:
        asked = asked.where(Requirement.agency_id == agency_id)
    return session.scalars(asked.order_by(Requirement.id)).all()


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
        for each in list_requirements(session, meeting_id, shown=True)
        if not each.withdrawn
    ]


def find_burden(session: Session, meeting_id: int) -> Burden | None:
    return session.scalar(select(Burden).where(Burden.meeting_id == meeting_id))


def get_prepared(session: Session, actor: MeetingActor, requirement_id: int) -> Requirement:
    """One of the actor's agency's own, not yet shown; every other is as absent as one that never was."""
    found = session.get(Requirement, requirement_id)
    mine = found is not None and (found.meeting_id, found.agency_id) == (actor.meeting.id, actor.agency_id)
    if found is None or not mine or found.shown:
        raise NotFound("no_such_entry")
    return found


def _on_board(session: Session, meeting_id: int) -> list[View]:
    return [requirement_view(each) for each in list_requirements(session, meeting_id, shown=True)]


subject_type("requirement", _on_board)
register_rows("burden", Burden, burden_view)
