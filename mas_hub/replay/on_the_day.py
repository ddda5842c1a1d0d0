"""What a scenario says of seats, the chair and a meeting that is put off, where its words differ from the acts' own.

People stand for themselves and for their seats; a meeting that was postponed is resumed; how long the chair has been
away is the world's matter, which a live meeting's server sees for itself.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mas_hub import clock
from mas_hub.db import transaction
from mas_hub.meetings.acts import ACTS
from mas_hub.meetings.chairing import note_chair_away
from mas_hub.replay.setting import Cast

RESUME = "resume_meeting"
CHAIR_AWAY = "chair_away_minutes"
NAMES_A_SEAT = {"remove_seat": "of", "hand_over_chair": "to"}
"""The field of an act that is a seat, and in a scenario whoever sits there."""


def act_named(do: str) -> str:
    """The act behind a scenario's word for it."""
    return "open_meeting" if do == RESUME else do


def fields_of(do: str) -> dict[str, bool]:
    """The fields that an act may have in a scenario, each with whether it must."""
    known = {name: field.required for name, field in ACTS[act_named(do)].loader.fields.items()}
    return {**known, CHAIR_AWAY: False} if do == "take_chair" else known


def people_of(act: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of this act that hold a person's key."""
    return ("person", *filter(None, [NAMES_A_SEAT.get(act["do"])]))


def prepare_world(cast: Cast, act: Mapping[str, Any]) -> None:
    """The chair is here, unless whoever takes the chair says for how long there was none."""
    if act["do"] != "take_chair":
        return
    minutes = act["said"].get(CHAIR_AWAY)
    away = isinstance(minutes, int) and not isinstance(minutes, bool)
    with transaction() as session:
        note_chair_away(session, cast.meeting_id, clock.now() - timedelta(minutes=minutes) if away else None)


def time_of(cast: Cast, act: Mapping[str, Any], now: datetime) -> datetime:
    """When the act is done: a meeting is resumed at the time to which it was postponed, and goes on from then."""
    if act["do"] != RESUME:
        return now
    meeting = cast.seen.get(("meeting", cast.meeting_id))
    return max(now, datetime.fromisoformat(meeting["scheduled_at"])) if meeting else now


def with_time_zone(value: Any) -> Any:
    """A time without an offset is Europe/London's, as everywhere in a scenario."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    return value if moment.tzinfo else moment.replace(tzinfo=clock.LOCAL).isoformat()
