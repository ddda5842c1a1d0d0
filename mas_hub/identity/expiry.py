"""How long a sign-in lasts: without anything being done, and at the very longest."""

from collections.abc import Iterable
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


_seen: dict[int, datetime] = {}


def remember(session_ids: Iterable[int], now: datetime) -> None:
    """These sessions were used, which cannot be written: this process knows it as long as it matters."""
    for session_id in [each for each, seen_at in list(_seen.items()) if seen_at <= seen_after(now)]:
        _seen.pop(session_id, None)
    _seen.update(dict.fromkeys(session_ids, now))


def remembered(now: datetime) -> frozenset[int]:
    """The sessions that are not idle, whatever was written. Whether they have ended is asked as ever."""
    return frozenset(session_id for session_id, seen_at in list(_seen.items()) if seen_at > seen_after(now))
