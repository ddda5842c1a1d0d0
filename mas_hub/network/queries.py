from mas_hub import clock
from mas_hub.meeting_log import View
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


register_rows("involvement", Involvement, involvement_view)
