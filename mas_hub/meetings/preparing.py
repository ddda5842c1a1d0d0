"""What an agency prepares for the board: its own, and nobody else's to read, until the meeting opens and shows it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.errors import Conflict, NotFound
from mas_hub.meeting_log import View
from mas_hub.meetings.bringing import B
from mas_hub.meetings.queries import hold
from mas_hub.meetings.subjects import get_row, get_to_change


@contextmanager
def preparing(session: Session, actor: MeetingActor, can: Can, *, noted: str, on_board: str) -> Iterator[None]:
    """While the meeting is planned. `noted`: what the audit calls it; `on_board`: the refusal once it is open."""
    require(actor, can)
    require(actor, Can.PREPARE)
    hold(session, actor.meeting.id)
    if actor.meeting.state == "open":
        raise Conflict(on_board)
    if actor.meeting.state != "planned":
        raise Conflict(f"meeting_is_{actor.meeting.state}")
    yield
    record(session, actor, noted, meeting_id=actor.meeting.id)


def list_shown(session: Session, model: type[B], meeting_id: int) -> Sequence[B]:
    return session.scalars(_of_meeting(model, meeting_id).where(model.shown.is_(True))).all()


def list_prepared(session: Session, model: type[B], meeting_id: int, agency_id: int) -> Sequence[B]:
    of_agency = _of_meeting(model, meeting_id).where(model.agency_id == agency_id)
    return session.scalars(of_agency.where(model.shown.is_(False))).all()


def get_prepared(session: Session, actor: MeetingActor, model: type[B], row_id: int) -> B:
    """One of the actor's agency's own, not yet shown; every other is as absent as one that never was."""
    row = get_row(session, actor, model, row_id)
    if row.agency_id != actor.agency_id or row.shown:
        raise NotFound("no_such_entry")
    return row


def get_shown_to_change(
    session: Session, actor: MeetingActor, model: type[B], row_id: int, version: int, view: Callable[[B], View]
) -> B:
    if not get_row(session, actor, model, row_id).shown:
        raise NotFound("no_such_entry")
    return get_to_change(session, actor, model, row_id, version, view)


def _of_meeting(model: type[B], meeting_id: int) -> Select[B]:
    return select(model).where(model.meeting_id == meeting_id).order_by(model.id)
