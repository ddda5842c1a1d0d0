"""What an agency prepares before the meeting: its own, and nobody else's to read until the meeting opens."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.chronology.actions import bring_events, change_event, new_event
from mas_hub.chronology.queries import earlier_events, event_view, get_prepared, list_events
from mas_hub.errors import Conflict
from mas_hub.meetings.queries import hold
from mas_hub.meetings.subjects import check_version


def prepared(session: Session, actor: MeetingActor) -> dict[str, Any]:
    """The agency's own events, and how those of earlier meetings stood that it may bring."""
    require(actor, Can.ADD_TO_CHRONOLOGY)
    require(actor, Can.PREPARE)
    events = list_events(session, actor.meeting.id, shown=False, agency_id=actor.agency_id)
    return {
        "state": actor.meeting.state,
        "events": [event_view(event) for event in events],
        "earlier": [event_view(event) for event in earlier_events(session, actor)],
    }


def prepare_event(session: Session, actor: MeetingActor, **said: Any) -> None:
    _check_may_prepare(session, actor)
    new_event(session, actor, shown=False, **said)
    record(session, actor, "chronology_prepared", meeting_id=actor.meeting.id)


def change_prepared(session: Session, actor: MeetingActor, event_id: int, *, version: int, **said: Any) -> None:
    _check_may_prepare(session, actor)
    event = get_prepared(session, actor, event_id)
    check_version(event, version, event_view(event))
    change_event(event, said)
    record(session, actor, "chronology_prepared", meeting_id=actor.meeting.id)


def remove_prepared(session: Session, actor: MeetingActor, event_id: int) -> None:
    """It was on no record yet, so nothing is kept of it."""
    _check_may_prepare(session, actor)
    session.delete(get_prepared(session, actor, event_id))
    record(session, actor, "chronology_prepared", meeting_id=actor.meeting.id)


def bring_prepared(session: Session, actor: MeetingActor, *, of: Collection[int] | None = None) -> None:
    _check_may_prepare(session, actor)
    bring_events(session, actor, shown=False, of=of)
    record(session, actor, "chronology_prepared", meeting_id=actor.meeting.id)


def _check_may_prepare(session: Session, actor: MeetingActor) -> None:
    require(actor, Can.ADD_TO_CHRONOLOGY)
    require(actor, Can.PREPARE)
    hold(session, actor.meeting.id)
    if actor.meeting.state == "open":
        raise Conflict("chronology_is_on_the_board")
    if actor.meeting.state != "planned":
        raise Conflict(f"meeting_is_{actor.meeting.state}")
