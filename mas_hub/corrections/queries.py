from mas_hub import clock
from mas_hub.corrections.models import Addendum
from mas_hub.meeting_log import View
from mas_hub.meetings.subjects import by, register_rows


def addendum_view(addendum: Addendum) -> View:
    corrects = None
    if addendum.corrects_type is not None:
        corrects = {"type": addendum.corrects_type, "id": addendum.corrects_id}
    return {
        "type": "addendum",
        "id": addendum.id,
        "version": addendum.version,
        "agency_id": addendum.agency_id,
        "corrects": corrects,
        "text": addendum.text,
        "reason": addendum.reason,
        "added_at": clock.iso(addendum.added_at),
        "by": by(addendum),
    }


register_rows("addendum", Addendum, addendum_view)
