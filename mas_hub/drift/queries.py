from mas_hub import clock
from mas_hub.drift.models import DriftConcern
from mas_hub.meeting_log import View
from mas_hub.meetings.subjects import by, register_rows


def concern_view(concern: DriftConcern) -> View:
    return {
        "type": "drift_concern",
        "id": concern.id,
        "version": concern.version,
        "agency_id": concern.agency_id,
        "what": concern.what,
        "effect_on_child": concern.effect_on_child,
        "risk_source": concern.risk_source,
        "expectation": concern.expectation,
        "since": concern.since.isoformat() if concern.since else None,
        "from_milestone": concern.from_milestone,
        "reckoning": concern.reckoning,
        "raised_at": clock.iso(concern.raised_at),
        "withdrawn": concern.withdrawn,
        "withdrawn_because": concern.withdrawn_because,
        "by": by(concern),
    }


register_rows("drift_concern", DriftConcern, concern_view)
