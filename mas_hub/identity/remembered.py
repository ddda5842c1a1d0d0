"""What issuers say of themselves, kept for a while in this process, so that not every sign-in asks them again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from mas_hub import clock

KEPT_FOR = timedelta(minutes=10)
NOT_AGAIN_WITHIN = timedelta(minutes=1)
MOST_KEPT = 100

Said = TypeVar("Said")


@dataclass(frozen=True)
class _Kept(Generic[Said]):
    said: Said
    at: datetime


class Remembered(Generic[Said]):
    """Answers by the address that gave them. Only what `ask` returned is kept; what it raises is asked again."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept[Said]] = {}
        self._lock = Lock()

    def get(self, address: str, ask: Callable[[], Said]) -> Said:
        return self._within(KEPT_FOR, address, ask)

    def anew(self, address: str, ask: Callable[[], Said]) -> Said:
        """Asked again, unless that was done within the last minute: whoever sends nonsense cannot make us ask more."""
        return self._within(NOT_AGAIN_WITHIN, address, ask)

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def _within(self, lasts: timedelta, address: str, ask: Callable[[], Said]) -> Said:
        with self._lock:
            kept = self._kept.get(address)
        now = clock.now()
        if kept is not None and kept.at <= now < kept.at + lasts:
            return kept.said
        said = ask()  # without the lock: it goes over the network
        with self._lock:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[address] = _Kept(said, now)
        return said
