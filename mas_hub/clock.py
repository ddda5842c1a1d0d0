"""What time it is. Everything asks here, so that replay and tests can set another time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)
_server_fixed: list[datetime] = []


def now() -> datetime:
    """The present moment, in UTC."""
    fixed = _fixed.get()
    if fixed is not None:
        return fixed
    return _server_fixed[0] if _server_fixed else datetime.now(UTC)


def today() -> date:
    """The present day in England and Wales."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def iso(moment: datetime | None) -> str | None:
    """UTC, to the microsecond, ending in Z; sorts as text."""
    if moment is None:
        return None
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Within this block it is `moment` (with a time zone)."""
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)


def fix_for_server(moment: datetime) -> None:
    """Fix the whole process's clock (`MAS_HUB_NOW`, tests only)."""
    _server_fixed[:] = [moment.astimezone(UTC)]
