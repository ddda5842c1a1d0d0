"""Putting an agency's key events on the board, and what it prepared when it comes to the table."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.chronology.models import ChronologyEvent
from mas_hub.chronology.queries import by_date, event_view
from mas_hub.chronology.rules import check_dates
from mas_hub.chronology.schemas import (
    AmendChronologyEvent,
    ChronologyEventSchema,
)
from mas_hub.db.prepared import add_row
from mas_hub.db.versions import revise
from mas_hub.meeting_log import append
from mas_hub.meetings.act_schemas import NothingMore, Withdrawing
from mas_hub.meetings.acts import act
from mas_hub.meetings.models import Invitation
from mas_hub.meetings.opening import opening_step
from mas_hub.meetings.preparing import Preparing, get_shown_to_change, list_prepared
from mas_hub.meetings.subjects import belongs_to, check_changes, withdraw


@act(ChronologyEventSchema, Can.ADD_TO_CHRONOLOGY)
def add_chronology_event(session: Session, actor: MeetingActor, **said: Any) -> None:
    event = _new_event(session, actor, shown=True, **said)
    append(session, actor, "chronology_event_added", event_view(event))


@act(AmendChronologyEvent, Can.ADD_TO_CHRONOLOGY)
def amend_chronology_event(session: Session, actor: MeetingActor, *, of: int, version: int, **changed: Any) -> None:
    """Fields not given keep their value."""
    check_changes(changed)
    event = _changeable(session, actor, of, version)
    _change_event(event, changed)
    append(session, actor, "chronology_event_amended", event_view(event))


@act(Withdrawing, Can.WITHDRAW_FROM_CHRONOLOGY)
def withdraw_chronology_event(session: Session, actor: MeetingActor, *, of: int, version: int, reason: str) -> None:
    event = _changeable(session, actor, of, version)
    withdraw(event, reason)
    append(session, actor, "chronology_event_withdrawn", event_view(event))


@act(NothingMore, Can.ADD_TO_CHRONOLOGY)
def bring_chronology_events(session: Session, actor: MeetingActor) -> None:
    """An agency brings what it showed in earlier meetings on the case; nobody does it for it (docs/decisions/0017)."""
    require(actor, Can.READ_OWN_AGENCY)
    for event in EVENTS.bring_earlier(session, actor, None, shown=True):
        append(session, actor, "chronology_event_added", event_view(event))


@opening_step
def show_what_was_prepared(session: Session, actor: MeetingActor, invitation: Invitation) -> None:
    for event in list_prepared(session, ChronologyEvent, actor.meeting.id, invitation.agency_id):
        event.shown = True
        event.version += 1
        append(session, actor, "chronology_event_added", event_view(event))


def _new_event(session: Session, actor: MeetingActor, *, shown: bool, **said: Any) -> ChronologyEvent:
    check_dates(said["began"], said["ended"], clock.today())
    event = ChronologyEvent(**belongs_to(actor), **said, shown=shown, added_at=clock.now())
    add_row(session, event)
    return event


def _change_event(event: ChronologyEvent, changed: dict[str, Any]) -> None:
    began: date = changed.get("began", event.began)
    ended: date | None = changed.get("ended", event.ended)
    check_dates(began, ended, clock.today())
    revise(event, changed)


def _changeable(session: Session, actor: MeetingActor, of: int, version: int) -> ChronologyEvent:
    return get_shown_to_change(session, actor, ChronologyEvent, of, version, event_view)


EVENTS = Preparing(
    ChronologyEvent,
    "events",
    Can.ADD_TO_CHRONOLOGY,
    event_view,
    _new_event,
    _change_event,
    noted="chronology_prepared",
    on_board="chronology_is_on_the_board",
    in_order=by_date,
)
