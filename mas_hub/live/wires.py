"""Saying one thing to many sockets at the price of one: the frame is made once and handed to the sockets at once.

Left to itself Socket.IO queues a packet for each recipient, and a writer of each encodes and frames it again: a third
of all the processor time of a meeting (docs/decisions/0007). Here a frame goes straight to a socket that has nothing
before it, in which case order is kept; in every other case, and in every other async mode than eventlet, the packet
goes the usual way. This is the one file that knows the inside of Engine.IO.
"""

import contextlib
import logging
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import orjson
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import Packet

from mas_hub.live.outbox import outboxes
from mas_hub.live.pace import Pace
from mas_hub.live.pings import Pings
from mas_hub.live.plain_wire import PlainWire

log = logging.getLogger(__name__)

NAMESPACE = "/"
TEXT_FRAME = b"\x81"
FRAME_BYTES = 65_536
READ_BYTES = 8_192
STUCK_S = 30.0
"""A page that has not taken what it is being sent by then is let go; it comes back and catches up."""


class Wire:
    """A websocket as Engine.IO uses it, which also sends what is ready without waiting.

    Under eventlet nobody else runs between two statements that do not wait. Engine.IO's writer is the only caller of
    `send`. `sending_since` is when what is being sent began to be, or 0.
    """

    def __init__(self, websocket: Any, held: Any, start: Callable[..., Any]) -> None:
        self.socket = websocket.socket
        websocket.socket = Incoming(websocket.socket)
        self._websocket = websocket
        self._held = held
        self._start = start
        self._lock = threading.Lock()
        self._writing = 0
        self.sending_since = 0.0

    def wait(self) -> Any:
        return self._websocket.wait()

    def send(self, message: Any) -> None:
        self._writing += 1
        self.sending_since = self.sending_since or time.monotonic()
        try:
            with self._lock:
                self._websocket.send(message)
        finally:
            self._writing -= 1
            self.sending_since = 0.0

    def close(self) -> None:
        self._websocket.close()

    def cut(self) -> None:
        """End it without a word, whoever reads or writes."""
        with contextlib.suppress(OSError):
            self.socket.fd.shutdown(socket.SHUT_RDWR)

    def send_now(self, frame: bytes) -> bool:
        """False when something is before it, or when it would have to wait: then nothing of it was sent."""
        held = self._held
        if self._writing or not held.upgraded or held.closing or not held.queue.empty():
            return False
        try:
            sent = self.socket.fd.send(frame)
        except OSError:  # full, or gone: whoever writes next finds out
            return False
        if sent < len(frame):
            self._writing += 1
            self._lock.acquire()  # nobody has it, as nobody was writing
            self.sending_since = time.monotonic()
            self._start(self._finish, frame[sent:])
        return True

    def _finish(self, rest: bytes) -> None:
        """The end of a frame that did not fit; until then all else waits."""
        try:
            self.socket.sendall(rest)
        except OSError:
            self._websocket.close()
        finally:
            self._writing -= 1
            self.sending_since = 0.0
            self._lock.release()


class Incoming:
    """A connection that is read as much at a time as there is, whatever is asked for: eventlet reads a frame in four
    pieces."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._read = b""

    def recv(self, size: int) -> bytes:
        read = self._read or self._connection.recv(READ_BYTES)
        self._read = read[size:]
        return read[:size]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class TextPacket(Packet):  # type: ignore[misc]
    """All of ours is text. Socket.IO would look through every value of every packet for bytes."""

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
        self._queue = self._engine.send_packet
        self._engine.send_packet = self._send

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
            self._queue(engine_id, EnginePacket(MESSAGE, said.decode()))

    def _send(self, engine_id: str, packet: Any) -> None:
        """What Engine.IO sends goes straight too: its writer keeps in memory the last thing that it wrote."""
        wire = self._wires.get(engine_id)
        if wire is None or not wire.send_now(framed(packet.encode().encode())):
            self._queue(engine_id, packet)

    def drop_stuck(self) -> None:
        """Let go of those that do not take what they are sent. To be called every so often."""
        now = time.monotonic()
        for engine_id, wire in list(self._wires.items()):
            if wire.sending_since and now - wire.sending_since > STUCK_S:
                self._drop(engine_id)

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
        log.warning("a page reads too slowly and is let go; it comes back and catches up")
        wire = self._wires.get(engine_id)
        if wire is not None:
            wire.cut()
        held = self._engine.sockets.pop(engine_id, None)
        if held is not None:
            held.close(wait=False, abort=True)

    def _keeping(self, handler: Any) -> Callable[[Any], Any]:
        """Engine.IO's `handler` of one websocket, with ours in its place."""
        held = handler.__self__

        def handle(websocket: Any) -> Any:
            pace = Pace(self._frames_per_second)
            wire: Wire | PlainWire
            if hasattr(getattr(websocket, "socket", None), "fd"):
                websocket.pace = pace  # asked by `paced`, for each frame: several may be one message, or none
                wire = Wire(websocket, held, self._server.start_background_task)
            else:
                wire = PlainWire(websocket, pace)
            self._wires[held.sid] = wire
            try:
                return handler(wire)
            finally:
                del self._wires[held.sid]

        return handle


def paced(receive_frame: Callable[..., Any]) -> Callable[..., Any]:
    """eventlet's own reading of a frame, at the websocket's pace."""

    def receive(websocket: Any, message: Any = None) -> Any:
        pace = getattr(websocket, "pace", None)
        if pace is not None:
            pace.wait()
        return receive_frame(websocket, message=message)

    return receive


def framed(payload: bytes) -> bytes:
    """A text as a server's websocket frame (RFC 6455, 5.2): final, unmasked."""
    size = len(payload)
    if size < 126:
        return TEXT_FRAME + bytes((size,)) + payload
    if size < 65_536:
        return TEXT_FRAME + b"\x7e" + size.to_bytes(2, "big") + payload
    return TEXT_FRAME + b"\x7f" + size.to_bytes(8, "big") + payload


def unmask(data: bytes, mask: Sequence[int], length: int | None = None, offset: int = 0) -> bytes:
    """What a client's frame says (RFC 6455, 5.3); `offset`: how much of the frame came before `data`."""
    length = len(data) if length is None else length
    key = bytes(mask[(offset + number) % 4] for number in range(4)) * (length // 4 + 1)
    said = int.from_bytes(data[:length], "big") ^ int.from_bytes(key[:length], "big")
    return said.to_bytes(length, "big")
