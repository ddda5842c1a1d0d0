"""Saying one thing to many sockets at the price of one: the frame is made once and handed to the sockets at once.

Left to itself Socket.IO queues a packet for each recipient, and a writer of each encodes and frames it again: a third
of all the processor time of a meeting (docs/decisions/0007). Here a frame goes straight to a socket that has nothing
before it, in which case order is kept; in every other case, and in every other async mode than eventlet, the packet
goes the usual way.
"""

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import orjson
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import Packet

from mas_hub.live.frames import framed
from mas_hub.live.outbox import outboxes
from mas_hub.live.pace import Pace
from mas_hub.live.pings import Pings
from mas_hub.live.plain_wire import PlainWire
from mas_hub.live.readiness import Readiness, readiness
from mas_hub.live.wire import Wire

log = logging.getLogger(__name__)

NAMESPACE = "/"
FRAME_BYTES = 65_536
STUCK_S = 30.0
"""A page that takes nothing for so long is let go; it comes back and catches up."""


class TextPacket(Packet):  # type: ignore[misc]
    """All of our packets are text. Socket.IO would look through every value for bytes."""

    uses_binary_events = False


class Wires:
    """The websockets of a Socket.IO server, by Engine.IO's own id. `frames_per_second`: read of each; 0 is no limit."""

    def __init__(self, server: Any, frames_per_second: int = 0) -> None:
        self._server = server
        self._engine = server.eio
        self._frames_per_second = frames_per_second
        self._wires: dict[str, Wire | PlainWire] = {}
        mode = self._engine._async
        make = mode["websocket"]

        def keep(handler: Any, *more: Any) -> Any:
            websocket = make(self._keeping(handler), *more)
            if hasattr(websocket, "server_args"):  # simple-websocket has no bound of its own
                websocket.server_args["max_message_size"] = FRAME_BYTES
            return websocket

        self._engine._async = {**mode, "websocket": keep, "queue": outboxes(mode["queue"], self._too_much)}
        self._pings = Pings(self._engine)
        self.quick: Callable[[str, str], bool] = _not_quick
        """See `wire.Quick`."""
        self._ready = readiness()
        self.start: Callable[..., object] = self._ready.start if self._ready else self._engine.start_background_task

    def emit(self, event: str, data: Any = None, *, to: str | Sequence[str]) -> None:
        """Say it to a room, a socket or several of them."""
        said = b"2" + orjson.dumps([event, data])
        frame = framed(b"4" + said)
        for _, engine_id in self._server.manager.get_participants(NAMESPACE, to):
            self._send_frame(engine_id, said, frame)

    def say(self, engine_id: str, said: bytes) -> None:
        """Send one connection a Socket.IO packet, as text."""
        self._send_frame(engine_id, said, framed(b"4" + said))

    def _send_frame(self, engine_id: str, said: bytes, frame: bytes) -> None:
        wire = self._wires.get(engine_id)
        if wire is None or not wire.send_now(frame):
            self._engine.send_packet(engine_id, EnginePacket(MESSAGE, said.decode()))

    def drop_stuck(self) -> None:
        """Let go of those that do not take what they are sent, and of those that nobody owns: Engine.IO ended what they
        were to be upgraded from. To be called every so often."""
        now = time.monotonic()
        for engine_id, wire in list(self._wires.items()):
            if wire.sending_since and now - wire.sending_since > STUCK_S:
                self._drop(engine_id)
            elif not wire.sending_since and engine_id not in self._engine.sockets:
                wire.cut()

    def end(self, engine_id: str) -> None:
        """Close a connection once it has been sent what waits for it. Returns at once."""
        held = self._engine.sockets.get(engine_id)
        if held is not None:
            held.close(wait=False)

    def _too_much(self, outbox: Any) -> None:
        for engine_id, held in list(self._engine.sockets.items()):
            if held.queue is outbox:
                self._server.start_background_task(self._drop, engine_id)

    def _drop(self, engine_id: str) -> None:
        wire = self._wires.get(engine_id)
        if wire is not None:
            wire.cut()
        held = self._engine.sockets.pop(engine_id, None)
        if held is not None:
            log.warning("a page reads too slowly and is let go; it comes back and catches up")
            held.close(wait=False, abort=True)

    def _keeping(self, handler: Any) -> Callable[[Any], Any]:
        """Engine.IO's `handler` of one websocket, with ours in its place; itself for one that nobody here knows."""
        held = handler.__self__

        def handle(websocket: Any) -> Any:
            pace = Pace(self._frames_per_second)
            if self._ready is not None and (connection := _taken_over(websocket)) is not None:
                self._begin(held, connection, self._ready, pace)
                return None
            if not hasattr(websocket, "ws"):
                return handler(websocket)
            self._wires[held.sid] = PlainWire(websocket, pace)
            try:
                return handler(self._wires[held.sid])
            finally:
                del self._wires[held.sid]

        return handle

    def _begin(self, held: Any, connection: Any, ready: Readiness, pace: Pace) -> None:
        gone = partial(self._wires.pop, held.sid, None)
        wire = Wire(connection, held, ready, pace=pace, quick=self.quick, gone=gone, most=FRAME_BYTES)
        self._wires[held.sid] = wire
        wire.begin()


def _taken_over(websocket: Any) -> Any:
    """The connection of a websocket that eventlet has accepted, out of the hands of its web server, which will find
    nothing left to close. None when it is not one that can be."""
    green = getattr(websocket, "socket", None)
    connection: Any = getattr(green, "fd", None)
    if not hasattr(connection, "detach") or hasattr(green, "do_handshake"):
        return None
    websocket.websocket_closed = True  # so that it says no goodbye
    made: Any = type(connection)
    return made(fileno=connection.detach())


def _not_quick(_engine_id: str, _said: str) -> bool:
    return False
