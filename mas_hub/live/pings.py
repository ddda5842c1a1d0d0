"""Engine.IO's pings, sent to everybody by one task."""

import time
from collections import deque
from typing import Any

from engineio.packet import PING, Packet
from engineio.socket import Socket

AT_ONCE = 10
REST_S = 0.01


class Pings:
    """When each Engine.IO socket is pinged next. By itself Engine.IO keeps a task, with a stack, for each."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._due: deque[tuple[float, Any]] = deque()
        self._start = engine.start_background_task
        self._running = False
        engine.start_background_task = self._task

    def _task(self, target: Any, *args: Any, **kwargs: Any) -> Any:
        if getattr(target, "__func__", None) is not Socket._send_ping:
            return self._start(target, *args, **kwargs)
        self._due.append((time.monotonic() + self._engine.ping_interval, target.__self__))
        if not self._running:
            self._running = True
            self._start(self._run)
        return None

    def _run(self) -> None:
        """Everybody waits equally long, so the first in is the first due. Ends when nobody is left.

        Those who came together are not pinged in one go: that and all their answers would hold up everybody else.
        """
        together = 0
        while self._due:
            due, socket = self._due[0]
            wait = due - time.monotonic()
            together = together + 1 if wait <= 0 else 0
            if wait > 0 or together > AT_ONCE:
                together = 0
                self._engine.sleep(max(wait, REST_S))
                continue
            self._due.popleft()
            if not socket.closing and not socket.closed:
                socket.last_ping = time.time()
                socket.send(Packet(PING))
        self._running = False
