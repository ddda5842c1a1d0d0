"""Saying one thing to many sockets at the price of one: the frame is made once and handed to the sockets at once.

Left to itself Socket.IO queues a packet for each recipient, and a writer of each encodes and frames it again: a third
of all the processor time of a meeting (docs/decisions/0007). Here a frame goes straight to a socket that has nothing
before it, in which case order is kept; in every other case, and in every other async mode than eventlet, the packet
goes the usual way. This is the one file that knows the inside of Engine.IO.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import EVENT, Packet

NAMESPACE = "/"
TEXT_FRAME = b"\x81"


class Wire:
    """A websocket as Engine.IO uses it, which also sends what is ready without waiting.

    Engine.IO's writer is the only caller of `send`.
    """

    def __init__(self, websocket: Any, held: Any, start: Callable[..., Any]) -> None:
        self.socket = websocket.socket
        self._websocket = websocket
        self._held = held
        self._start = start
        self._lock = threading.Lock()
        self._writing = 0

    def wait(self) -> Any:
        return self._websocket.wait()

    def send(self, message: Any) -> None:
        self._writing += 1
        try:
            with self._lock:
                self._websocket.send(message)
        finally:
            self._writing -= 1

    def close(self) -> None:
        self._websocket.close()

    def send_now(self, frame: bytes) -> bool:
        """False when something is before it, or when it would have to wait: then nothing of it was sent."""
        held = self._held
        if self._writing or not held.upgraded or held.closing or not held.queue.empty():
            return False
        if not self._lock.acquire(blocking=False):
            return False
        try:
            sent = self.socket.fd.send(frame)
        except OSError:  # full, or gone: whoever writes next finds out
            self._lock.release()
            return False
        if sent == len(frame):
            self._lock.release()
        else:
            self._start(self._finish, frame[sent:])
        return True

    def _finish(self, rest: bytes) -> None:
        """The end of a frame that did not fit; until then all else waits."""
        try:
            self.socket.sendall(rest)
        except OSError:
            self._websocket.close()
        finally:
            self._lock.release()


class TextPacket(Packet):  # type: ignore[misc]
    """All of ours is text. Socket.IO would look through every value of every packet for bytes."""

    uses_binary_events = False


class Wires:
    """The websockets of a Socket.IO server, by Engine.IO's own id."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._wires: dict[str, Wire] = {}
        engine = server.eio
        make = engine._async["websocket"]

        def keep(handler: Any, *more: Any) -> Any:
            return make(self._keeping(handler), *more)

        engine._async = {**engine._async, "websocket": keep}

    def emit(self, event: str, data: Any = None, *, to: str | Sequence[str]) -> None:
        """Say it to a room, a socket or several of them."""
        text = self._server.packet_class(EVENT, namespace=NAMESPACE, data=[event, data]).encode()
        packet = EnginePacket(MESSAGE, text)
        frame = framed(packet.encode())
        for _, engine_id in self._server.manager.get_participants(NAMESPACE, to):
            wire = self._wires.get(engine_id)
            if wire is None or not wire.send_now(frame):
                self._server._send_eio_packet(engine_id, packet)

    def _keeping(self, handler: Any) -> Callable[[Any], Any]:
        """Engine.IO's `handler` of one websocket, with ours in its place where it can send without waiting."""
        held = handler.__self__

        def handle(websocket: Any) -> Any:
            if not hasattr(getattr(websocket, "socket", None), "fd"):
                return handler(websocket)
            wire = self._wires[held.sid] = Wire(websocket, held, self._server.start_background_task)
            try:
                return handler(wire)
            finally:
                del self._wires[held.sid]

        return handle


def framed(text: str) -> bytes:
    """`text` as a server's websocket frame (RFC 6455, 5.2): final, unmasked."""
    payload = text.encode()
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
