"""A case's statutory timeline: for each clock that its milestones start, what was due, when it was held, what is next.

Calculated from the milestones and the practice profile, never typed; every clock carries its rule and its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from mas_hub.practice.items import Clock, DriftSign, Interval, Json, optional_json
from mas_hub.practice.profile import Profile
from mas_hub.practice.reckoning import Milestone, Reckoning, days_late, due_on, unit_of
from mas_hub.practice.working_days import add_months, bank_holidays, is_working_day

PLAN_BEGINS, PLAN_ENDS = "initial_conference", "plan_ended"
LONG_PLAN, REPEAT_PLAN = "long_plan", "repeat_plan"


def timeline(profile: Profile, subject_type: str, milestones: Sequence[Milestone], day: date) -> Json:
    """As at `day`: the clocks with at least one thing that was or is due, and the signs of drift that are there."""
    clocks = [
        {
            "key": clock.key,
            "name": clock.name.as_json(),
            **clock.provenance(),
            "note": optional_json(clock.note),
            "items": items,
        }
        for clock in profile.clocks
        if not clock.about or subject_type in clock.about
        if (items := list(_items(profile, clock, milestones, day)))
    ]
    return {"as_at": day.isoformat(), "clocks": clocks, "signs": list(_signs(profile, milestones, day))}


def current(profile: Profile, expectation: str, milestones: Sequence[Milestone], day: date) -> Reckoning | None:
    """Where a clock that comes again stands as at `day`: from the last time it was held, with the time there is since.

    None for a clock that comes once, and before it began. Once it is stopped, the last time it was held.
    """
    clock = profile.find_clock(expectation)
    times = list(_times(clock, milestones, day)) if clock and clock.again_with else []
    if clock is None or not times:
        return None
    last = times[-1]
    interval = _interval(clock, last.number)
    due = due_on(profile, interval, last.counted_from)
    days = days_late(profile, interval, due, last.held or day)
    return Reckoning(last.counted_from, due, last.held, days, unit_of(interval), on_meeting_day=last.held is None)


class _Time(NamedTuple):
    """One time that something was or is due: `number` in its course, from 0; `booked`: held after the day asked for."""

    number: int
    counted_from: date
    held: date | None = None
    booked: date | None = None


def _items(profile: Profile, clock: Clock, milestones: Sequence[Milestone], day: date) -> Iterator[Json]:
    return (_item(profile, clock, time, day) for time in _times(clock, milestones, day))


def _times(clock: Clock, milestones: Sequence[Milestone], day: date) -> Iterator[_Time]:
    """Each start has its own course, until the next start of the same clock; only the last may still be waiting."""
    starts = _starts(clock, milestones, day)
    for start, following in pairwise([*starts, date.max]):
        held = _held(clock, milestones, start, following)
        past = [on for on in held if on <= day]
        counted_from = start
        for number, on in enumerate(past):
            yield _Time(number, counted_from, held=on)
            counted_from = on
        is_last, goes_on = following == date.max, clock.again_with is not None or not past
        if is_last and goes_on and not _is_stopped(clock, milestones, counted_from, day):
            yield _Time(len(past), counted_from, booked=next((on for on in held if on > day), None))


def _starts(clock: Clock, milestones: Sequence[Milestone], day: date) -> list[date]:
    """The days on which the clock began.

    A further time of what comes again continues a clock; it begins one only where nothing else is known that did.
    """
    begun = [(kind, on) for kind, on in milestones if kind in clock.start and on <= day]
    first = [on for kind, on in begun if kind != clock.again_with]
    return sorted(set(first)) if first else sorted(on for _, on in begun)[:1]


def _held(clock: Clock, milestones: Sequence[Milestone], start: date, following: date) -> list[date]:
    """When it was held, in order: once, or as often as it comes again."""
    kinds = {clock.ends_with, clock.again_with}
    again = clock.again_with in clock.start
    days = sorted({on for kind, on in milestones if kind in kinds and start <= on < following})
    days = [on for on in days if not (again and on == start)]
    return days if clock.again_with else days[:1]


def _interval(clock: Clock, number: int) -> Interval:
    """How long there is for the time of that number, from 0."""
    if number == 0 or not clock.then:
        return clock.interval
    return clock.then[min(number, len(clock.then)) - 1]


def _is_stopped(clock: Clock, milestones: Sequence[Milestone], since: date, day: date) -> bool:
    return any(kind in clock.stopped_by and since <= on <= day for kind, on in milestones)


def _item(profile: Profile, clock: Clock, time: _Time, day: date) -> Json:
    """`state`: held, late (not held, and days are lost), due, or not_recorded (past, and kept elsewhere).

    `days`: how late it was held, or is. `booked`: a milestone of that kind that lies ahead."""
    number, counted_from, held, booked = time
    interval = _interval(clock, number)
    due = due_on(profile, interval, counted_from)
    days = days_late(profile, interval, due, held or day)
    if held:
        state = "held"
    elif days == 0:
        state = "due"
    else:
        state = "not_recorded" if clock.recorded_elsewhere and number == 0 else "late"
    return {
        "counted_from": counted_from.isoformat(),
        "due": due.isoformat(),
        "held": held.isoformat() if held else None,
        "booked": booked.isoformat() if booked else None,
        "state": state,
        "days": 0 if state == "not_recorded" else days,
        "days_unit": unit_of(interval),
        "interval": interval.as_json(),
        "due_falls_on": _no_working_day(profile, due),
    }


def _no_working_day(profile: Profile, day: date) -> str | None:
    if day in bank_holidays(day.year, profile.nation):
        return "bank_holiday"
    return None if is_working_day(day, profile.nation) else "weekend"


def _signs(profile: Profile, milestones: Sequence[Milestone], day: date) -> Iterator[Json]:
    """A plan counts from its initial conference to the milestone that says it ended."""
    began = sorted(on for kind, on in milestones if kind == PLAN_BEGINS and on <= day)
    ended = sorted(on for kind, on in milestones if kind == PLAN_ENDS and on <= day)
    for sign in profile.drift_signs:
        since = _since(sign, began, ended, day)
        if since:
            yield {"key": sign.key, "name": sign.name.as_json(), **sign.provenance(), "since": since.isoformat()}


def _since(sign: DriftSign, began: list[date], ended: list[date], day: date) -> date | None:
    if not began:
        return None
    latest: date = began[-1]
    if sign.key == LONG_PLAN and sign.months:
        is_open = not any(on >= latest for on in ended)
        return latest if is_open and add_months(latest, sign.months) <= day else None
    if sign.key == REPEAT_PLAN:
        return latest if any(began[0] <= on <= latest for on in ended) and latest > began[0] else None
    return None
