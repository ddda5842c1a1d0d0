"""What waits for a page that does not read: up to a bound."""

from collections.abc import Callable
from threading import Lock
from typing import Any

MOST_WAITING_BYTES = 4 * 1024 * 1024
"""Beyond what the network holds. The board of a long meeting is a megabyte."""

TooMuch = Callable[[Any], None]
"""Told, once, the outbox that holds too much."""


def outboxes(queue_class: type[Any], too_much: TooMuch, most: int = MOST_WAITING_BYTES) -> type[Any]:
    """Engine.IO's queue class of the async mode, which also counts what waits in it.

    Once it has a `wire`, that sends what is put in at once where it can, and is told when there is something to fetch.
    """

    class Outbox(queue_class):  # type: ignore[misc]
        wire: Any = None

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._waiting = 0
            self._told = False
            self._counting = Lock()

        def put(self, packet: Any, *args: Any, **kwargs: Any) -> None:
            if self.wire is not None and packet is not None and self.wire.takes(packet):
                return
            with self._counting:
                others, self._waiting = self._waiting, self._waiting + _size(packet)
                # A single large one is a board on its way; there is no other way to say it.
                over = others > 0 and self._waiting > most and not self._told
                self._told = self._told or over
            super().put(packet, *args, **kwargs)
            if over:
                too_much(self)
            if self.wire is not None:
                self.wire.write_on()

        def get(self, *args: Any, **kwargs: Any) -> Any:
            packet = super().get(*args, **kwargs)
            with self._counting:
                self._waiting -= _size(packet)
            return packet

    return Outbox


def _size(packet: Any) -> int:
    said = getattr(packet, "data", None)
    return len(said) if isinstance(said, str | bytes) else 0
