"""What an agency prepares of its chronology before the meeting."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.chronology.actions import bring_events, change_event, new_event
from mas_hub.chronology.models import ChronologyEvent
from mas_hub.chronology.queries import by_date, event_view
from mas_hub.db.versions import check_version
from mas_hub.meetings.bringing import list_earlier
from mas_hub.meetings.preparing import get_prepared, list_prepared, preparing


def prepared(session: Session, actor: MeetingActor) -> dict[str, Any]:
    """The agency's own events, and how those of earlier meetings stood that it may bring."""
    require(actor, Can.ADD_TO_CHRONOLOGY)
    require(actor, Can.PREPARE)
    events = list_prepared(session, ChronologyEvent, actor.meeting.id, actor.agency_id)
    return {
        "state": actor.meeting.state,
        "events": [event_view(event) for event in events],
        "earlier": [event_view(event) for event in by_date(list_earlier(session, actor, ChronologyEvent))],
    }


def prepare_event(session: Session, actor: MeetingActor, **said: Any) -> None:
    with _preparing(session, actor):
        new_event(session, actor, shown=False, **said)


def change_prepared(session: Session, actor: MeetingActor, event_id: int, *, version: int, **said: Any) -> None:
    with _preparing(session, actor):
        event = get_prepared(session, actor, ChronologyEvent, event_id)
        check_version(event, version, event_view)
        change_event(event, said)


def remove_prepared(session: Session, actor: MeetingActor, event_id: int) -> None:
    """It was on no record yet, so nothing is kept of it."""
    with _preparing(session, actor):
        session.delete(get_prepared(session, actor, ChronologyEvent, event_id))


def bring_prepared(session: Session, actor: MeetingActor, *, of: Collection[int] | None = None) -> None:
    with _preparing(session, actor):
        bring_events(session, actor, shown=False, of=of)


def _preparing(session: Session, actor: MeetingActor) -> AbstractContextManager[None]:
    noted, on_board = "chronology_prepared", "chronology_is_on_the_board"
    return preparing(session, actor, Can.ADD_TO_CHRONOLOGY, noted=noted, on_board=on_board)
