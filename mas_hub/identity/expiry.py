"""How long a sign-in lasts: without anything being done, and at the very longest."""

from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)


class _Lasting:
    idle = IDLE
    absolute = ABSOLUTE


def last_for(*, idle: timedelta = IDLE, absolute: timedelta = ABSOLUTE) -> None:
    """From now on, in this process."""
    _Lasting.idle, _Lasting.absolute = idle, absolute


def begun_after(now: datetime) -> datetime:
    return now - _Lasting.absolute


def seen_after(now: datetime) -> datetime:
    return now - _Lasting.idle
