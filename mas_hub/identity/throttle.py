"""How often somebody may try to sign in. Counted in this process's memory; nobody is locked out for long."""

import math
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mas_hub import clock
from mas_hub.errors import TooMany

WINDOW = timedelta(minutes=10)
PER_ACCOUNT_AND_ADDRESS = 5
PER_ACCOUNT = 50  # from many addresses: far above what a forgetful person needs, so that nobody can lock them out
PER_ADDRESS = 100  # a whole agency can sit behind one address


@dataclass
class Throttle:
    """Attempts of the last ten minutes. A successful sign-in takes its own attempts back."""

    _attempts: dict[tuple[str, str], deque[datetime]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def attempt(self, account: str, address: str) -> None:
        """Count an attempt, or raise `TooMany` with the `minutes` to wait."""
        now = clock.now()
        with self._lock:
            self._forget(now)
            wait = max(self._wait(key, most, now) for key, most in _limits(account, address))
            if wait > timedelta():
                minutes = math.ceil(wait / timedelta(minutes=1))
                raise TooMany("too_many_sign_ins", retry_after=math.ceil(wait.total_seconds()), minutes=minutes)
            for key, _ in _limits(account, address):
                self._attempts.setdefault(key, deque()).append(now)

    def forgive(self, account: str, address: str) -> None:
        with self._lock:
            for key, _ in _limits(account, address):
                if key == (account, address):
                    self._attempts.pop(key, None)
                elif self._attempts.get(key):
                    self._attempts[key].pop()

    def _wait(self, key: tuple[str, str], most: int, now: datetime) -> timedelta:
        attempts = self._attempts.get(key, deque())
        return attempts[0] + WINDOW - now if len(attempts) >= most else timedelta()

    def _forget(self, now: datetime) -> None:
        for key, attempts in list(self._attempts.items()):
            while attempts and attempts[0] <= now - WINDOW:
                attempts.popleft()
            if not attempts:
                del self._attempts[key]


def _limits(account: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    return (
        ((account, address), PER_ACCOUNT_AND_ADDRESS),
        ((account, ""), PER_ACCOUNT),
        (("", address), PER_ADDRESS),
    )
