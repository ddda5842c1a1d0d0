"""How late the thing is that a concern is about, counted from what the concern says or from where its clock stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mas_hub.practice.profile import Profile
from mas_hub.practice.reckoning import Milestone, Reckoning, get_clock, reckon, start_for
from mas_hub.practice.timeline import current


def is_pinned(profile: Profile, expectation: str, since: date | None, from_milestone: str | None) -> bool:
    """Whether the concern is about a clock that comes again, counted from the last time it was held.

    Then it is the clock's current interval that counts. With any other start it is the first one.
    """
    clock = get_clock(profile, expectation)
    return clock is not None and since is None and from_milestone is not None and from_milestone == clock.again_with


def reckon_concern(
    profile: Profile,
    expectation: str,
    since: date | None,
    from_milestone: str | None,
    milestones: Sequence[Milestone],
    day: date,
) -> Reckoning:
    """As at `day`. Raises what `start_for` does."""
    counted_from = start_for(profile, expectation, from_milestone, since, milestones, day)
    if is_pinned(profile, expectation, since, from_milestone):
        now = current(profile, expectation, milestones, day)
        if now is not None:
            return now
    return reckon(profile, expectation, counted_from, milestones, day)
