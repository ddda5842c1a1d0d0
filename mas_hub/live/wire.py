"""A websocket without a task of its own: it is read when there is something to read and written when there is something
to say.

Left to itself Engine.IO keeps two tasks for each, one that reads and one that writes, each with a stack, and eventlet's
web server what it made of the request: two thirds of what a connection took (docs/decisions/0046). Here it is taken out
of the hands of both once it has been accepted. What waits for a database, or for a page that reads slowly, still runs
in a task, which lives as long as that takes.
"""

import contextlib
import logging
import socket
import time
from collections.abc import Callable
from typing import Any

from engineio.exceptions import SocketIsClosedError, UnknownPacketError
from engineio.packet import NOOP, PING, PONG, UPGRADE, Packet

from mas_hub.live.frames import BINARY, CLOSE, MALFORMED, NOT_TEXT, TEXT, Broken, Frames, framed
from mas_hub.live.frames import PING as PING_FRAME
from mas_hub.live.frames import PONG as PONG_FRAME
from mas_hub.live.pace import Pace
from mas_hub.live.readiness import Readiness, Stop

log = logging.getLogger(__name__)

READ_BYTES = 8_192
NORMAL, FAILED = 1000, 1011

Quick = Callable[[str, str], bool]
"""Takes an Engine.IO id and what it sent. True when that is answered without anybody waiting here."""


class Wire:
    """The connection of `held`, an Engine.IO socket. Nobody else runs between two statements that do not wait.

    `sending_since` is when what is being sent began to be, or 0. `gone` is called when it has ended.
    """

    __slots__ = (
        "_connection",
        "_dead",
        "_ended",
        "_frames",
        "_gone",
        "_held",
        "_pace",
        "_quick",
        "_ready",
        "_stop",
        "_writing",
        "sending_since",
    )

    def __init__(
        self,
        connection: socket.socket,
        held: Any,
        ready: Readiness,
        *,
        pace: Pace,
        quick: Quick,
        gone: Callable[[], object],
        most: int,
    ) -> None:
        connection.setblocking(False)
        self._connection = connection
        self._held = held
        self._ready = ready
        self._pace = pace
        self._quick = quick
        self._gone = gone
        self._frames = Frames(most)
        self._stop: Stop | None = None
        self._writing = False
        self._ended = self._dead = False
        self.sending_since = 0.0

    def begin(self) -> None:
        """Engine.IO has accepted it: read it from now on. One that was polled before says when it is upgraded."""
        held = self._held
        held.queue.wire = self
        if not held.connected:
            held.connected = held.upgraded = True
        self.write_on()
        self._listen()

    # --- what is said ------------------------------------------------------------------------------------------------

    def send_now(self, frame: bytes) -> bool:
        """Send it at once. False when something is before it or it would have to wait: then nothing was sent."""
        held = self._held
        # While anything is in the queue somebody writes it.
        if self._writing or self._ended or held.closing or not held.upgraded:
            return False
        try:
            sent = self._connection.send(frame)
        except OSError:  # full, or gone: whoever reads or writes next finds out
            return False
        if sent < len(frame):
            self._write(frame[sent:])
        return True

    def takes(self, packet: Packet) -> bool:
        """Send what Engine.IO would put into its queue, as `send_now` does."""
        said = packet.encode()
        return isinstance(said, str) and self.send_now(framed(said.encode()))

    def write_on(self) -> None:
        """Something is in the queue: see that it is sent."""
        if not self._writing and not self._ended and self._held.upgraded and not self._held.queue.empty():
            self._write(b"")

    def _write(self, first: bytes) -> None:
        """Until it is done all else waits in the queue."""
        self._writing = True
        self._ready.start(self._write_all, first)

    def _write_all(self, frame: bytes) -> None:
        queue = self._held.queue
        try:
            self._send_all(frame)
            while not queue.empty() and not self._ended:
                packet = queue.get(block=False)
                queue.task_done()
                if packet is None:
                    self._writing = False
                    self.end()
                    return
                said = packet.encode()
                self._send_all(framed(said, BINARY) if isinstance(said, bytes) else framed(said.encode()))
                self.sending_since = 0.0
        except OSError:
            self._broken()
        finally:
            self._writing = False
            if self._dead:
                self._close()
            elif not self._ended:
                self.sending_since = 0.0

    def _send_all(self, data: bytes) -> None:
        self.sending_since = time.monotonic()
        while data:
            try:
                sent = self._connection.send(data)
            except BlockingIOError:
                self._ready.until_writable(self._connection)
                continue
            data = data[sent:]

    # --- what is heard -----------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        if self._stop is None and not self._dead:
            self._stop = self._ready.watch(self._connection.fileno(), self._readable)

    def _pause(self) -> None:
        """Nothing is lost: what comes meanwhile stays with the network, then with the sender."""
        if self._stop is not None:
            self._stop()
            self._stop = None

    def _readable(self, _fileno: int = 0) -> None:
        try:
            data = self._connection.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self._broken()
        elif not self._ended:
            self._frames.add(data)
            self._read_on()

    def _read_on(self) -> None:
        """Handle every frame that has come whole. One that has to wait goes on in a task, which then reads on."""
        try:
            while not self._ended and (frame := self._frames.next()) is not None:
                ahead = self._pace.ahead()
                packet = self._heard(*frame)
                if packet is not None or ahead > 0:
                    self._pause()
                    self._ready.start(self._slowly, packet, ahead)
                    return
        except Broken as error:
            self.end(error.status)
        except Exception:
            log.exception("what came over a connection could not be read")
            self.end(FAILED)
        self._listen()

    def _heard(self, kind: int, said: bytes) -> Packet | None:
        """Take one frame. Returns its packet when handling that may have to wait."""
        if kind == TEXT:
            try:
                text = said.decode()
            except UnicodeDecodeError:
                raise Broken(NOT_TEXT) from None
            if text[:1] == "4" and self._held.upgraded and self._quick(self._held.sid, text[1:]):
                return None
            packet = _packet_in(text)
            if packet.packet_type == PONG and self._held.upgraded:
                self._held.receive(packet)  # which only says when it is pinged again
                return None
            return self._packet(packet)
        if kind == BINARY:
            return self._packet(_packet_in(said))
        if kind == PING_FRAME:
            self.send_now(framed(said, PONG_FRAME))
        elif kind == CLOSE:
            self.end(NORMAL)
        return None

    def _packet(self, packet: Packet) -> Packet | None:
        held = self._held
        if held.upgraded:
            return packet
        # Engine.IO's way from polling to here: a probe, its answer, the poll under way let go, and then the word.
        if packet.packet_type == PING and packet.data == "probe" and not held.upgrading:
            held.upgrading = True
            self._connection.send(framed(Packet(PONG, data="probe").encode().encode()))
            held.queue.put(Packet(NOOP))
        elif packet.packet_type == UPGRADE and held.upgrading:
            held.upgraded, held.upgrading = True, False
            self.write_on()
        else:
            self.end(NORMAL)
        return None

    def _slowly(self, packet: Packet | None, ahead: float) -> None:
        if ahead > 0:
            time.sleep(ahead)
        try:
            if packet is not None and not self._ended:
                self._held.receive(packet)
        except UnknownPacketError:
            pass
        except SocketIsClosedError:
            self.end(NORMAL)
        except Exception:
            log.exception("what came over a connection could not be handled")
            self.end(FAILED)
        self._read_on()

    # --- the end -----------------------------------------------------------------------------------------------------

    def end(self, status: int = NORMAL) -> None:
        """Say that this is the end, then hear until the other side ends too: what it still sends would undo our last
        words."""
        if self._ended:
            return
        if not self._writing:
            with contextlib.suppress(OSError):
                self._connection.send(framed(status.to_bytes(2, "big"), CLOSE))
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
        self._has_ended()
        self.sending_since = time.monotonic()  # so that it is not waited for without end

    def cut(self) -> None:
        """End it without a word, whoever reads or writes."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def _broken(self) -> None:
        """The other side has gone."""
        self._pause()
        self._dead = True
        if self._writing:
            self.cut()  # whoever writes finds out, and closes it
        else:
            self._close()
        self._has_ended()

    def _close(self) -> None:
        self._connection.close()
        self._gone()

    def _has_ended(self) -> None:
        if self._ended:
            return
        self._ended = True
        if self._held.upgraded:
            self._ready.start(self._let_go)
        else:  # it goes on being polled
            self._held.upgrading = False
            self._held.queue.wire = None

    def _let_go(self) -> None:
        """Engine.IO hears of it. Somebody may wait until the queue is empty."""
        held = self._held
        held.close(wait=False, abort=True, reason=held.server.reason.TRANSPORT_CLOSE)
        held.server.sockets.pop(held.sid, None)
        while not held.queue.empty():
            held.queue.get(block=False)
            held.queue.task_done()


def _packet_in(said: str | bytes) -> Packet:
    try:
        return Packet(encoded_packet=said)
    except (ValueError, LookupError, TypeError):
        raise Broken(MALFORMED) from None
