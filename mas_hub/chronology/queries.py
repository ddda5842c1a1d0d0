from collections.abc import Iterable

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.chronology.models import ChronologyEvent
from mas_hub.meeting_log import View
from mas_hub.meetings.preparing import list_shown
from mas_hub.meetings.subjects import by, subject_type


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
        "added_at": clock.iso(event.added_at),
        "withdrawn": event.withdrawn,
        "withdrawn_because": event.withdrawn_because,
        "by": by(event),
    }


def by_date(events: Iterable[ChronologyEvent]) -> list[ChronologyEvent]:
    return sorted(events, key=lambda event: (event.began, event.id))


def _on_board(session: Session, meeting_id: int) -> list[View]:
    return [event_view(event) for event in list_shown(session, ChronologyEvent, meeting_id)]


subject_type("chronology_event", _on_board)
