"""How much one person may do, counted in this worker's memory. Asked at the doors; replay goes through none."""

import math
import time
from collections.abc import Callable
from threading import Lock

from flask import Flask, current_app

from mas_hub.config import Settings
from mas_hub.errors import TooMany

SECONDS_AT_ONCE = 3
MOST_REMEMBERED = 10_000

Clock = Callable[[], float]


class Allowance:
    """`per_second` for each person, and three seconds' worth of it at once; 0 is no limit.

    A refusal costs nothing, so whoever waits as long as they are told is let in.
    """

    def __init__(self, per_second: int, now: Clock = time.monotonic) -> None:
        self._each = 1 / per_second if per_second else 0.0
        self._ahead = SECONDS_AT_ONCE - self._each
        self._now = now
        self._spent_until: dict[int | str, float] = {}
        self._lock = Lock()

    def take(self, who: int | str) -> None:
        """Count one, or raise `TooMany` with the seconds to wait."""
        if not self._each:
            return
        now = self._now()
        with self._lock:
            spent_until = max(self._spent_until.get(who, now), now)
            wait = spent_until - now - self._ahead
            if wait > 1e-9:  # what is exactly right must not fail by a rounding
                raise TooMany("too_fast", retry_after=math.ceil(wait * 10) / 10)
            if len(self._spent_until) >= MOST_REMEMBERED:
                self._spent_until = {each: until for each, until in self._spent_until.items() if until > now}
            self._spent_until[who] = spent_until + self._each


class Bounds:
    """`acts`: what is done in meetings; `calls`: everything else that an open page asks of the live server; `visitors`:
    links followed by people without an account, by the address they come from."""

    def __init__(self, settings: Settings) -> None:
        self.acts = Allowance(settings.acts_per_second)
        self.calls = Allowance(settings.calls_per_second)
        self.visitors = Allowance(settings.calls_per_second)


def install(app: Flask, settings: Settings) -> None:
    app.extensions["bounds"] = Bounds(settings)


def bounds() -> Bounds:
    found: Bounds = current_app.extensions["bounds"]
    return found
