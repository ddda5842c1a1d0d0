"""Reading no faster than one page could send, so that a flood waits at its sender."""

import time

SECONDS_AT_ONCE = 3


class Pace:
    """`per_second` frames of one connection, three seconds' worth at once; 0 is no limit."""

    def __init__(self, per_second: int) -> None:
        self._each = 1 / per_second if per_second else 0.0
        self._read_until = 0.0

    def wait(self) -> None:
        """Before a frame is read. Nothing is lost: the next ones stay with the network, then with the sender."""
        if (ahead := self.ahead()) > 0:
            time.sleep(ahead)

    def ahead(self) -> float:
        """Count a frame. Returns for how many seconds no other is to be read."""
        if not self._each:
            return 0.0
        now = time.monotonic()
        self._read_until = max(self._read_until, now) + self._each
        return self._read_until - now - SECONDS_AT_ONCE
