"""What an agency prepares for the board: its own, and nobody else's to read, until the meeting opens and shows it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.db.versions import check_version
from mas_hub.errors import Conflict, NotFound
from mas_hub.meeting_log import View
from mas_hub.meetings.bringing import Preparable, bring, chosen_of, list_earlier
from mas_hub.meetings.queries import hold
from mas_hub.meetings.subjects import get_row, get_to_change

P = TypeVar("P", bound=Preparable)


@dataclass(frozen=True)
class Preparing(Generic[P]):
    """How agencies prepare one kind of thing while a meeting is planned.

    `named` is what a page calls them, `noted` what the audit does. `new(session, actor, shown=, **said)` makes one and
    `change(row, changed)` changes it; both check what was said. `on_board`: the refusal once the meeting is open.
    """

    model: type[P]
    named: str
    can: Can
    view: Callable[[P], View]
    new: Callable[..., P]
    change: Callable[[P, dict[str, Any]], None]
    noted: str
    on_board: str
    in_order: Callable[[Iterable[P]], list[P]] = list

    def own(self, session: Session, actor: MeetingActor) -> dict[str, Any]:
        """What the actor's agency has prepared, and what of earlier meetings it may bring, as it last stood."""
        require(actor, self.can)
        require(actor, Can.PREPARE)
        prepared = list_prepared(session, self.model, actor.meeting.id, actor.agency_id)
        earlier = self.in_order(list_earlier(session, actor, self.model))
        return {
            "state": actor.meeting.state,
            self.named: [self._own_view(row) for row in prepared],
            "earlier": [self._own_view(row) for row in earlier],
        }

    def add(self, session: Session, actor: MeetingActor, **said: Any) -> None:
        with self._while_planned(session, actor):
            self.new(session, actor, shown=False, **said)

    def amend(self, session: Session, actor: MeetingActor, row_id: int, *, version: int, **said: Any) -> None:
        with self._while_planned(session, actor):
            row = get_prepared(session, actor, self.model, row_id)
            check_version(row, version, self.view)
            self.change(row, said)

    def remove(self, session: Session, actor: MeetingActor, row_id: int) -> None:
        """It was on no record yet, so nothing is kept of it."""
        with self._while_planned(session, actor):
            session.delete(get_prepared(session, actor, self.model, row_id))

    def bring(self, session: Session, actor: MeetingActor, *, of: Collection[int] | None = None) -> None:
        """From earlier meetings on the case, those chosen of what is offered; `of` None: all."""
        with self._while_planned(session, actor):
            self.bring_earlier(session, actor, of, shown=False)

    def bring_earlier(
        self, session: Session, actor: MeetingActor, of: Collection[int] | None, *, shown: bool
    ) -> list[P]:
        chosen = chosen_of(list_earlier(session, actor, self.model), of)
        return bring(session, actor, self.in_order(chosen), shown=shown)

    def _own_view(self, row: P) -> View:
        return {**self.view(row), "from_earlier_meeting": row.origin_id is not None}

    @contextmanager
    def _while_planned(self, session: Session, actor: MeetingActor) -> Iterator[None]:
        require(actor, self.can)
        require(actor, Can.PREPARE)
        hold(session, actor.meeting.id)
        if actor.meeting.state == "open":
            raise Conflict(self.on_board)
        if actor.meeting.state != "planned":
            raise Conflict(f"meeting_is_{actor.meeting.state}")
        yield
        record(session, actor, self.noted, meeting_id=actor.meeting.id)


def list_shown(session: Session, model: type[P], meeting_id: int) -> Sequence[P]:
    return session.scalars(_of_meeting(model, meeting_id).where(model.shown.is_(True))).all()


def list_prepared(session: Session, model: type[P], meeting_id: int, agency_id: int) -> Sequence[P]:
    of_agency = _of_meeting(model, meeting_id).where(model.agency_id == agency_id)
    return session.scalars(of_agency.where(model.shown.is_(False))).all()


def get_prepared(session: Session, actor: MeetingActor, model: type[P], row_id: int) -> P:
    """One of the actor's agency's own, not yet shown; every other is as absent as one that never was."""
    row = get_row(session, actor, model, row_id)
    if row.agency_id != actor.agency_id or row.shown:
        raise NotFound("no_such_entry")
    return row


def get_shown_to_change(
    session: Session, actor: MeetingActor, model: type[P], row_id: int, version: int, view: Callable[[P], View]
) -> P:
    if not get_row(session, actor, model, row_id).shown:
        raise NotFound("no_such_entry")
    return get_to_change(session, actor, model, row_id, version, view)


def _of_meeting(model: type[P], meeting_id: int) -> Select[P]:
    return select(model).where(model.meeting_id == meeting_id).order_by(model.id)
