"""How much one person may do, counted in this worker's memory. Asked at the doors; replay goes through none."""

import logging
import math
import time
from collections.abc import Callable
from threading import Lock

from flask import Flask, current_app, request

from mas_hub.config import Settings
from mas_hub.errors import TooMany
from mas_hub.web.session import find_actor, session_token

log = logging.getLogger(__name__)

SECONDS_AT_ONCE = 3
MOST_REMEMBERED = 10_000

Clock = Callable[[], float]


class Allowance:
    """`per_second` for each person, and three seconds' worth of it at once; 0 is no limit.

    A refusal costs nothing, so whoever waits as long as they are told is let in. With `noted`, what is asked for, the
    log says once of each person that they were refused, and again only after a pause of theirs.
    """

    def __init__(self, per_second: int, now: Clock = time.monotonic, *, noted: str = "") -> None:
        self._each = 1 / per_second if per_second else 0.0
        self._ahead = SECONDS_AT_ONCE - self._each
        self._now = now
        self._spent_until: dict[int | str, float] = {}
        self._noted = noted
        self._told: set[int | str] = set()
        self._lock = Lock()

    def take(self, who: int | str) -> None:
        """Count one, or raise `TooMany` with the seconds to wait."""
        if not self._each:
            return
        now = self._now()
        with self._lock:
            spent_until = max(self._spent_until.get(who, now), now)
            if spent_until == now:
                self._told.discard(who)
            wait = spent_until - now - self._ahead
            if wait > 1e-9:  # what is exactly right must not fail by a rounding
                self._note(who)
                raise TooMany("too_fast", retry_after=math.ceil(wait * 10) / 10)
            if len(self._spent_until) >= MOST_REMEMBERED:
                self._spent_until = {each: until for each, until in self._spent_until.items() if until > now}
                self._told &= self._spent_until.keys()
            self._spent_until[who] = spent_until + self._each

    def _note(self, who: int | str) -> None:
        if self._noted and who not in self._told:
            self._told.add(who)
            log.warning(
                "person %s asks for %s faster than is answered, and is refused until they pause", who, self._noted
            )


class Bounds:
    """`acts`: what is done in meetings; `calls`: everything else that an open page asks of the live server; `requests`:
    whatever somebody signed in asks over HTTP, read or written; `visitors`: links followed by people without an
    account, by the address they come from."""

    def __init__(self, settings: Settings) -> None:
        self.acts = Allowance(settings.acts_per_second)
        self.calls = Allowance(settings.calls_per_second)
        self.requests = Allowance(settings.requests_per_second, noted="pages and files")
        self.visitors = Allowance(settings.calls_per_second)


def install(app: Flask, settings: Settings) -> None:
    app.extensions["bounds"] = Bounds(settings)
    app.before_request(_count)


def _count() -> None:
    """Before anything of it is read. What the page itself is made of says nothing of anybody, and is not counted."""
    if not request.path.startswith("/api/") or session_token() is None:
        return
    actor = find_actor()
    if actor is not None:
        bounds().requests.take(actor.person_id)


def bounds() -> Bounds:
    found: Bounds = current_app.extensions["bounds"]
    return found
