"""How long an emergency access lasts, and what it asks."""

from datetime import timedelta

from mas_hub.errors import Conflict, Invalid

LASTS = timedelta(minutes=60)
SHORTEST_REASON = 20
"""Characters. A word is no reason that an agency could judge."""
READABLE = frozenset({"open", "closed"})
"""The states of a meeting that has a record to read."""


def check_reason(reason: str) -> None:
    if len(reason) < SHORTEST_REASON:
        too_short = ("emergency_reason_short", {"min": SHORTEST_REASON})
        raise Invalid("check_your_answers", fields={"reason": too_short})


def check_reply(question: str, *, acknowledged: bool) -> None:
    """An agency acknowledges once; it may ask again."""
    if acknowledged and not question:
        raise Conflict("emergency_acknowledged")
