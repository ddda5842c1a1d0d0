"""What is handed straight to a socket is the frame that RFC 6455 means, and never overtakes what came before it."""

import queue
import random
import select
import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from mas_hub.live.wires import READ_BYTES, Incoming, Wire, framed, unmask


class Websocket:
    """A websocket as eventlet makes it, over a real connection: `socket.fd` never waits, `socket.sendall` does."""

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self.socket = SimpleNamespace(fd=connection, sendall=self._sendall)
        self.closed = False

    def send(self, text: str) -> None:
        self._sendall(framed(text.encode()))

    def close(self) -> None:
        self.closed = True

    def _sendall(self, data: bytes) -> None:
        while data:
            select.select([], [self.socket.fd], [], 10)
            data = data[self.socket.fd.send(data) :]


class Page:
    """The other end."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(10)
        self._stream = connection.makefile("rb")

    def read(self) -> str:
        first, size = self._stream.read(2)
        assert first == 0x81
        if size >= 126:
            size = int.from_bytes(self._stream.read(2 if size == 126 else 8), "big")
        text: bytes = self._stream.read(size)
        return text.decode()


@pytest.fixture
def ends() -> Iterator[tuple[Websocket, Page]]:
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
    page = Page(theirs)
    yield Websocket(ours), page
    page._stream.close()
    ours.close()
    theirs.close()


def held(**more: Any) -> SimpleNamespace:
    """The part of an Engine.IO socket that is looked at."""
    return SimpleNamespace(**{"upgraded": True, "closing": False, "queue": queue.Queue(), **more})


def in_a_thread(work: Any, *args: Any) -> None:
    threading.Thread(target=work, args=args, daemon=True).start()


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 200_000])
def test_a_frame_says_its_text_whatever_its_length(ends: tuple[Websocket, Page], size: int) -> None:
    websocket, page = ends
    text = "é" * (size // 2) + "x" * (size % 2)
    in_a_thread(websocket.send, text)
    assert page.read() == text


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5, 300, 4097])
@pytest.mark.parametrize("offset", [0, 1, 2, 7])
def test_unmasking_is_what_the_standard_says(size: int, offset: int) -> None:
    any_bytes = random.Random(size * 8 + offset)
    data, mask = any_bytes.randbytes(size), tuple(any_bytes.randbytes(4))
    meant = bytes(byte ^ mask[(offset + number) % 4] for number, byte in enumerate(data))
    assert unmask(data, mask, offset=offset) == meant
    assert unmask(data + b"more", mask, length=size, offset=offset) == meant


def test_a_socket_with_nothing_before_it_takes_the_frame(ends: tuple[Websocket, Page]) -> None:
    websocket, page = ends
    assert Wire(websocket, held(), in_a_thread).send_now(framed(b"an entry"))
    assert page.read() == "an entry"


@pytest.mark.parametrize("state", [{"upgraded": False}, {"closing": True}, {"queue": SimpleNamespace(empty=bool)}])
def test_a_socket_that_has_something_before_it_does_not(ends: tuple[Websocket, Page], state: dict[str, Any]) -> None:
    websocket, page = ends
    assert not Wire(websocket, held(**state), in_a_thread).send_now(framed(b"too early"))
    websocket.send("the only one")
    assert page.read() == "the only one"


def test_a_frame_that_fits_in_part_is_finished_before_anything_else(ends: tuple[Websocket, Page]) -> None:
    websocket, page = ends
    wire = Wire(websocket, held(), in_a_thread)
    long = "a long entry " * 100_000
    assert wire.send_now(framed(long.encode()))
    assert not wire.send_now(framed(b"would overtake it"))
    in_a_thread(wire.send, "what was queued")
    assert page.read() == long
    assert page.read() == "what was queued"


def test_a_full_or_broken_socket_takes_nothing(ends: tuple[Websocket, Page]) -> None:
    websocket, _ = ends
    wire = Wire(websocket, held(), in_a_thread)
    while wire.send_now(b"x"):
        pass
    assert not wire.send_now(framed(b"does not fit"))
    websocket.socket.fd.close()
    assert not wire.send_now(framed(b"nobody there"))


def test_a_connection_is_read_as_much_at_a_time_as_there_is() -> None:
    pieces = [b"ab", b"cdefg", b""]
    asked: list[int] = []

    def recv(size: int) -> bytes:
        asked.append(size)
        return pieces.pop(0)

    incoming = Incoming(SimpleNamespace(recv=recv, fd="its own"))
    assert [incoming.recv(size) for size in (1, 8, 2, 2, 8, 8)] == [b"a", b"b", b"cd", b"ef", b"g", b""]
    assert asked == [READ_BYTES] * 3
    assert incoming.fd == "its own"
