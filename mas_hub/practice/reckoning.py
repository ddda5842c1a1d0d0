"""How late something is, or how long it has waited: docs/scenarios.md, "What it prints"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Literal

from mas_hub.practice.errors import NoSuchMilestone, SinceInFuture, SinceMissing, UnknownClock
from mas_hub.practice.items import Clock, Interval
from mas_hub.practice.profile import Profile
from mas_hub.practice.working_days import add_months, add_working_days, working_days_between

NO_EXPECTATION = "none"

Milestone = tuple[str, date]
ReckoningUnit = Literal["working_days_late", "calendar_days_late", "calendar_days_waiting"]


@dataclass(frozen=True)
class Reckoning:
    """`held` is when the ending event happened. `on_meeting_day`: it has not, and `days` are as at the meeting day."""

    counted_from: date
    due: date | None
    held: date | None
    days: int
    unit: ReckoningUnit
    on_meeting_day: bool

    def as_json(self) -> dict[str, Any]:
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(self).items()}


def get_clock(profile: Profile, expectation: str) -> Clock | None:
    """None for the expectation `none`. Raises UnknownClock for one the nation lacks."""
    if expectation == NO_EXPECTATION:
        return None
    clock = profile.find_clock(expectation)
    if clock is None:
        raise UnknownClock(expectation)
    return clock


def start_for(
    profile: Profile,
    expectation: str,
    from_milestone: str | None,
    since: date | None,
    milestones: Sequence[Milestone],
    meeting_day: date,
) -> date:
    """Where counting begins: `since`, else the latest milestone of the kind asked for, else of the clock's own start.

    Raises UnknownClock, SinceInFuture, NoSuchMilestone, and SinceMissing for no expectation and nothing given."""
    clock = get_clock(profile, expectation)
    if since is not None:
        if since > meeting_day:
            raise SinceInFuture()
        return since
    if from_milestone is None and clock is None:
        raise SinceMissing()
    kinds = (from_milestone,) if clock is None or from_milestone is not None else clock.start
    found = [day for kind, day in milestones if kind in kinds and day <= meeting_day]
    if not found:
        raise NoSuchMilestone()
    return max(found)


def due_on(profile: Profile, interval: Interval, counted_from: date) -> date:
    """The last day that is in time. Only a time in working days avoids weekends and bank holidays."""
    if interval.unit == "working_days":
        return add_working_days(counted_from, interval.amount, profile.nation)
    if interval.unit == "weeks":
        return counted_from + timedelta(weeks=interval.amount)
    return add_months(counted_from, interval.amount)


def days_late(profile: Profile, interval: Interval, due: date, until: date) -> int:
    """Not counting the due day, counting `until`; in working days where the time is in working days."""
    if interval.unit == "working_days":
        return working_days_between(due, until, profile.nation)
    return max((until - due).days, 0)


def unit_of(interval: Interval) -> ReckoningUnit:
    return "working_days_late" if interval.unit == "working_days" else "calendar_days_late"


def reckon(
    profile: Profile, expectation: str, counted_from: date, milestones: Sequence[Milestone], meeting_day: date
) -> Reckoning:
    """Late is counted from the due day, not including it, to the ending event or, failing that, the meeting day.

    The ending event is the first on or after the start and not after the meeting day. In time is 0 days late.
    Without an expectation: calendar days from the start to the meeting day. Raises UnknownClock."""
    clock = get_clock(profile, expectation)
    if clock is None:
        waiting = max((meeting_day - counted_from).days, 0)
        return Reckoning(counted_from, None, None, waiting, "calendar_days_waiting", on_meeting_day=True)
    due = due_on(profile, clock.interval, counted_from)
    endings = [day for kind, day in milestones if kind == clock.ends_with and counted_from <= day <= meeting_day]
    held = min(endings, default=None)
    days = days_late(profile, clock.interval, due, held or meeting_day)
    return Reckoning(counted_from, due, held, days, unit_of(clock.interval), on_meeting_day=held is None)
