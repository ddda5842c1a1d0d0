from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.meeting_log import View
from mas_hub.meetings.bringing import list_earlier
from mas_hub.meetings.subjects import by, register_rows
from mas_hub.network.models import Involvement


def involvement_view(involvement: Involvement) -> View:
    return {
        "type": "involvement",
        "id": involvement.id,
        "version": involvement.version,
        "agency_id": involvement.agency_id,
        "service": involvement.service,
        "people": involvement.people,
        "does": involvement.does,
        "added_at": clock.iso(involvement.added_at),
        "withdrawn": involvement.withdrawn,
        "withdrawn_because": involvement.withdrawn_because,
        "by": by(involvement),
    }


def list_offered(session: Session, actor: MeetingActor) -> list[Involvement]:
    """What the actor's agency said at earlier meetings on the case. Whoever chairs speaks for no agency: what they said
    in the chair is offered to themselves, when they chair again, and to nobody of their agency."""
    earlier = [each for each in list_earlier(session, actor, Involvement) if each.by_chair == actor.chairs]
    return [each for each in earlier if each.person_id == actor.person_id] if actor.chairs else earlier


register_rows("involvement", Involvement, involvement_view)
