"""A websocket of the async modes that use simple-websocket (threading, gevent), with what that leaves open mended.

It hands a frame to `socket.send` once, though a full connection takes only a part; it reads on while nobody takes what
it read; and a close or an overlong message can leave whoever waits for the next one waiting.
"""

import contextlib
import socket
import time
from threading import Lock
from typing import Any

from mas_hub.live.pace import Pace

MOST_UNREAD_BYTES = 262_144


class PlainWire:
    """As Engine.IO uses it. `sending_since` is when what is being sent began to be, or 0."""

    def __init__(self, websocket: Any, pace: Pace) -> None:
        self.sending_since = 0.0
        self._websocket = websocket
        self._pace = pace
        self._ws = websocket.ws
        self._raw = self._ws.sock
        self._ws.sock = _Socket(self._ws)

    def wait(self) -> Any:
        self._pace.wait()
        return self._websocket.wait()

    def send(self, message: Any) -> None:
        self.sending_since = time.monotonic()
        try:
            self._websocket.send(message)
        finally:
            self.sending_since = 0.0

    def send_now(self, _frame: bytes) -> bool:
        return False

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._websocket.close()
        self.cut()

    def cut(self) -> None:
        """End it without a word, whoever reads or writes."""
        self._ws.connected = False
        with contextlib.suppress(OSError):
            self._raw.shutdown(socket.SHUT_RDWR)
        self._ws.event.set()


class _Socket:
    """What simple-websocket reads from and writes to."""

    def __init__(self, ws: Any) -> None:
        self._ws = ws
        self._socket = ws.sock
        self._lock = Lock()

    def send(self, data: bytes) -> int:
        with self._lock:
            self._socket.sendall(data)
        return len(data)

    def recv(self, size: int) -> bytes:
        while self._ws.connected and sum(map(len, self._ws.input_buffer)) > MOST_UNREAD_BYTES:
            time.sleep(0.02)
        time.sleep(0)  # gevent turns to others only when there is nothing to read
        received: bytes = self._socket.recv(size)
        return received

    def close(self) -> None:
        """The reading has ended, whatever the reason."""
        self._ws.connected = False
        self._ws.event.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # gevent's server holds a second descriptor of it
        self._socket.close()
