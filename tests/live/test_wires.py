"""What is handed straight to a socket never overtakes what came before it, and no task is needed to read one."""

import queue
import select
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from engineio.packet import MESSAGE, PING, Packet

from mas_hub.live.frames import BINARY, CLOSE, TEXT, framed
from mas_hub.live.frames import PING as PING_FRAME
from mas_hub.live.frames import PONG as PONG_FRAME
from mas_hub.live.outbox import outboxes
from mas_hub.live.pace import Pace
from mas_hub.live.wire import Wire
from tests.live.test_frames import masked

ECHOED = '2["quick"]'


class ByHand:
    """The async mode: what was started runs, and what can be read is read, when `turn` is called."""

    def __init__(self) -> None:
        self.watched: dict[int, Callable[[int], None]] = {}
        self.started: list[Callable[[], object]] = []

    def watch(self, fileno: int, readable: Callable[[int], None]) -> Callable[[], None]:
        self.watched[fileno] = readable
        return lambda: self.watched.__delitem__(fileno)

    def until_writable(self, connection: socket.socket) -> None:
        select.select([], [connection], [], 10)

    def start(self, work: Callable[..., object], *given: Any) -> None:
        self.started.append(partial(work, *given))

    def turn(self) -> None:
        for _ in range(10):
            while self.started:
                self.started.pop(0)()
            for fileno in select.select(list(self.watched), [], [], 0.01)[0]:
                self.watched[fileno](fileno)


class Held:
    """The part of an Engine.IO socket that is looked at."""

    sid = "held"

    def __init__(self, *, polled: bool = False) -> None:
        self.connected, self.upgraded, self.upgrading, self.closing = polled, False, False, False
        self.queue = outboxes(queue.Queue, lambda _: None)()
        self.received: list[Packet] = []
        self.closed: list[str] = []
        self.server = SimpleNamespace(reason=SimpleNamespace(TRANSPORT_CLOSE="transport close"), sockets={"held": self})

    def receive(self, packet: Packet) -> None:
        self.received.append(packet)

    def close(self, *, wait: bool, abort: bool, reason: str) -> None:
        assert (wait, abort) == (False, True)
        if not self.closing:
            self.closing = True
            self.closed.append(reason)
            self.queue.put(None)


class Page:
    """The other end."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(60)
        self.connection = connection
        self._stream = connection.makefile("rb")

    def say(self, *frames: bytes) -> None:
        self.connection.sendall(b"".join(frames))

    def read(self) -> tuple[int, bytes]:
        first, size = self._stream.read(2)
        if size >= 126:
            size = int.from_bytes(self._stream.read(2 if size == 126 else 8), "big")
        return first & 0xF, self._stream.read(size)

    def close(self) -> None:
        self._stream.close()
        self.connection.close()

    def has_ended(self) -> bool:
        return self._stream.read(1) == b""


class Ends:
    """A wire and the page at its other end, over a real connection that holds little."""

    def __init__(self, held: Held, per_second: int = 0) -> None:
        self.ours, theirs = socket.socketpair()
        self.ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
        self.held, self.ready, self.page = held, ByHand(), Page(theirs)
        self.quick: list[str] = []
        self.gone = False
        self.wire = Wire(
            self.ours, held, self.ready, pace=Pace(per_second), quick=self._quick, gone=self._has_gone, most=65_536
        )
        self.wire.begin()

    def _quick(self, engine_id: str, said: str) -> bool:
        assert engine_id == "held"
        if said == ECHOED:
            self.quick.append(said)
            return True
        return False

    def _has_gone(self) -> None:
        self.gone = True


Make = Callable[..., Ends]


@pytest.fixture
def make() -> Iterator[Make]:
    made: list[Ends] = []

    def make(held: Held, **more: Any) -> Ends:
        made.append(Ends(held, **more))
        return made[-1]

    yield make
    for ends in made:
        ends.page.close()
        ends.ours.close()


@pytest.fixture
def ends(make: Make) -> Ends:
    return make(Held())


def message(said: str) -> bytes:
    return masked(b"4" + said.encode())


def test_a_socket_with_nothing_before_it_takes_the_frame(ends: Ends) -> None:
    assert ends.wire.send_now(framed(b"an entry"))
    assert ends.page.read() == (TEXT, b"an entry")
    assert not ends.ready.started


@pytest.mark.parametrize("state", ["polled", "closing", "something waits"])
def test_a_socket_that_has_something_before_it_does_not(ends: Ends, state: str) -> None:
    ends.held.upgraded, ends.held.closing = state != "polled", state == "closing"
    if state == "something waits":
        assert ends.wire.send_now(framed(b"x" * 1_000_000))
    assert not ends.wire.send_now(framed(b"too early"))


def test_what_engine_io_sends_goes_straight_too(ends: Ends) -> None:
    ends.held.queue.put(Packet(PING))
    assert ends.held.queue.empty()
    assert ends.page.read() == (TEXT, b"2")


def test_a_frame_that_fits_in_part_is_finished_before_anything_else(ends: Ends) -> None:
    long = b"a long entry " * 100_000
    assert ends.wire.send_now(framed(long))
    assert not ends.wire.send_now(framed(b"would overtake it"))
    ends.held.queue.put(Packet(MESSAGE, "what was queued"))
    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(ends.ready.turn)
        assert ends.page.read() == (TEXT, long)
        assert ends.page.read() == (TEXT, b"4what was queued")
        writing.result(10)
    assert ends.wire.sending_since == 0.0
    assert ends.wire.send_now(framed(b"as ever"))


def test_a_full_or_broken_socket_takes_nothing(ends: Ends) -> None:
    while ends.wire.send_now(b"x"):
        pass
    assert not ends.wire.send_now(framed(b"does not fit"))
    ends.ours.close()
    assert not ends.wire.send_now(framed(b"nobody there"))


def test_what_need_not_wait_is_taken_at_once_and_the_rest_in_order(ends: Ends) -> None:
    ends.page.say(message(ECHOED), masked(b"3"), message("0connect"), message(ECHOED), masked(b"4binary", BINARY))
    fileno = ends.ours.fileno()
    ends.ready.watched[fileno](fileno)
    assert (ends.quick, [packet.packet_type for packet in ends.held.received]) == ([ECHOED], [3])
    assert not ends.ready.watched, "nothing is read while something before it is being done"
    ends.ready.turn()
    assert ends.quick == [ECHOED] * 2
    assert [packet.data for packet in ends.held.received[1:]] == ["0connect", b"4binary"]
    assert ends.ready.watched


def test_a_ping_of_the_other_side_is_answered(ends: Ends) -> None:
    ends.page.say(masked(b"are you there", PING_FRAME))
    ends.ready.turn()
    assert ends.page.read() == (PONG_FRAME, b"are you there")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (masked(b"", CLOSE), 1000),
        (b"\x81\x05not masked", 1002),
        (masked(b""), 1002),
        (masked(b"no packet"), 1002),
        (masked(b"4\xff\xff"), 1007),
        (masked(b"4" + b"x" * 65_536), 1009),
    ],
    ids=["goodbye", "no mask", "nothing", "no packet", "no text", "too much"],
)
def test_what_may_not_come_ends_it_and_says_why(ends: Ends, sent: bytes, status: int) -> None:
    ends.page.say(sent)
    ends.ready.turn()
    assert ends.page.read() == (CLOSE, status.to_bytes(2, "big"))
    assert ends.page.has_ended()
    assert (ends.held.closed, ends.held.server.sockets) == (["transport close"], {})
    assert not ends.gone, "what is still on its way is heard, and thrown away"
    ends.page.say(message(ECHOED))
    ends.page.connection.shutdown(socket.SHUT_WR)
    ends.ready.turn()
    assert (ends.gone, ends.quick, ends.ours.fileno()) == (True, [], -1)


def test_who_is_gone_is_let_go_whoever_still_writes(ends: Ends) -> None:
    ends.wire.send_now(framed(b"x" * 1_000_000))
    ends.held.queue.put(Packet(MESSAGE, "never read"))
    ends.page.close()
    ends.ready.turn()
    assert (ends.held.closed, ends.gone, ends.ours.fileno()) == (["transport close"], True, -1)
    ends.held.queue.join()


def test_what_waits_is_sent_before_the_end(ends: Ends) -> None:
    ends.held.closing = True
    for packet in (Packet(MESSAGE, "your seat is gone"), None):
        ends.held.queue.put(packet)
    ends.ready.turn()
    assert [ends.page.read() for _ in range(2)] == [(TEXT, b"4your seat is gone"), (CLOSE, b"\x03\xe8")]


def test_a_polled_one_is_taken_over_when_it_says_so(make: Make) -> None:
    ends = make(Held(polled=True))
    ends.held.queue.put(Packet(MESSAGE, "for the poll under way"))
    ends.page.say(masked(b"2probe"))
    ends.ready.turn()
    assert ends.page.read() == (TEXT, b"3probe")
    assert [ends.held.queue.get(block=False).encode() for _ in range(2)] == ["4for the poll under way", "6"]
    ends.held.queue.put(Packet(MESSAGE, "meanwhile"))
    ends.page.say(masked(b"5"), message(ECHOED))
    ends.ready.turn()
    assert ends.page.read() == (TEXT, b"4meanwhile")
    assert (ends.held.upgraded, ends.quick) == (True, [ECHOED])


def test_one_that_is_not_taken_over_after_all_goes_on_being_polled(make: Make) -> None:
    ends = make(Held(polled=True))
    ends.page.say(masked(b"2probe"), masked(b"2probe"))
    ends.ready.turn()
    assert ends.page.read() == (TEXT, b"3probe")
    assert ends.page.read() == (CLOSE, b"\x03\xe8")
    assert (ends.held.closed, ends.held.upgrading, ends.held.queue.wire) == ([], False, None)


def test_a_flood_is_read_at_its_pace(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    ends = make(Held(), per_second=10)
    ends.page.say(*[message(ECHOED)] * 33)
    fileno = ends.ours.fileno()
    ends.ready.watched[fileno](fileno)
    assert (len(ends.quick), slept) == (31, [])
    assert not ends.ready.watched
    ends.ready.turn()
    assert len(ends.quick) == 33
    assert slept == pytest.approx([0.1, 0.2, 0.3], abs=0.05)
