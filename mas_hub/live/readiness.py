"""When a connection can be read or written, and what runs then: all that a wire needs of the async mode."""

from collections.abc import Callable
from typing import Any, Protocol

Stop = Callable[[], None]


class Readiness(Protocol):
    """One thread. Nobody else runs between two statements of it that do not wait."""

    def watch(self, fileno: int, readable: Callable[[int], None]) -> Stop:
        """Call `readable` with `fileno`, which must not wait, each time there is something to read. Returns what stops
        that."""
        ...

    def until_writable(self, connection: Any) -> None:
        """Wait until the socket takes more, or is gone."""
        ...

    def start(self, work: Callable[..., object], *given: Any) -> object:
        """Soon, in a task of its own, which may wait."""
        ...


_of_this_mode: list[Readiness] = []


def use_readiness(readiness: Readiness) -> None:
    _of_this_mode[:] = [readiness]


def readiness() -> Readiness | None:
    """None in an async mode that has no such thing."""
    return _of_this_mode[0] if _of_this_mode else None
