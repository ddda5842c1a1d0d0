"""A meeting's plan as its page sends it to be saved again."""

from collections.abc import Mapping
from typing import Any

from mas_hub.db import snapshot
from mas_hub.meetings.planning import get_planned, plan_view
from mas_hub.meetings.schemas import Plan
from tests.sitting import Sitting


def plan_of(sitting: Sitting) -> dict[str, Any]:
    with snapshot() as session:
        actor = sitting.actor("amara")
        return as_sent(plan_view(session, actor, get_planned(session, actor, sitting.meeting_id)))


def as_sent(plan: Mapping[str, Any]) -> dict[str, Any]:
    """What a page sends, of what it reads."""
    return {name: plan[name] for name in Plan().fields}
