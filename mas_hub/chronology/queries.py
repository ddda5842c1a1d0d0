from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.chronology.models import ChronologyEvent
from mas_hub.errors import NotFound
from mas_hub.meeting_log import View
from mas_hub.meetings.bringing import list_earlier
from mas_hub.meetings.subjects import by, subject_type, time


def event_view(event: ChronologyEvent) -> View:
    return {
        "type": "chronology_event",
        "id": event.id,
        "version": event.version,
        "agency_id": event.agency_id,
        "began": event.began.isoformat(),
        "ended": event.ended.isoformat() if event.ended else None,
        "what": event.what,
        "source": event.source,
        "from_earlier_meeting": event.origin_id is not None,
        "added_at": time(event.added_at),
        "withdrawn": event.withdrawn,
        "withdrawn_because": event.withdrawn_because,
        "by": by(event),
    }


def list_events(
    session: Session, meeting_id: int, *, shown: bool, agency_id: int | None = None
) -> Sequence[ChronologyEvent]:
    asked = select(ChronologyEvent).where(ChronologyEvent.meeting_id == meeting_id, ChronologyEvent.shown.is_(shown))
    if agency_id is not None:
        asked = asked.where(ChronologyEvent.agency_id == agency_id)
    return session.scalars(asked.order_by(ChronologyEvent.id)).all()


def get_prepared(session: Session, actor: MeetingActor, event_id: int) -> ChronologyEvent:
    """One of the actor's agency's own, not yet shown; every other is as absent as one that never was."""
    event = session.get(ChronologyEvent, event_id)
    mine = event is not None and (event.meeting_id, event.agency_id) == (actor.meeting.id, actor.agency_id)
    if event is None or not mine or event.shown:
        raise NotFound("no_such_entry")
    return event


def earlier_events(session: Session, actor: MeetingActor) -> list[ChronologyEvent]:
    """What the actor's own agency showed in the case's earlier meetings, as it last stood, and is not here yet."""
    return sorted(list_earlier(session, actor, ChronologyEvent), key=lambda event: (event.began, event.id))


def _on_board(session: Session, meeting_id: int) -> list[View]:
    return [event_view(event) for event in list_events(session, meeting_id, shown=True)]


subject_type("chronology_event", _on_board)
