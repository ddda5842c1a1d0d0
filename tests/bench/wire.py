"""A participant as bytes: a websocket that speaks just enough Engine.IO and Socket.IO, and is light.

A client library would cost more than the server that it loads. Frames are masked with four zeros, which every server
must accept and which leave the payload as it is.
"""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import cast

Heard = Callable[[bytes], None]
"""Takes the payload of one Socket.IO event, from `42` on."""

PATH = "/socket.io/?EIO=4&transport=websocket"


class Participant(asyncio.Protocol):
    """One socket. `heard` gets every event; an acknowledgement goes to whoever waits for it."""

    def __init__(self, host: str, cookie: str, scheme: str = "http", path: str = PATH) -> None:
        self.connected: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.heard: Heard = _nothing
        self.closed = False
        self._host = host
        self._cookie = cookie
        self._path = path
        self._scheme = scheme
        self._rest = b""
        self._upgraded = False
        self._next_id = 0
        self._waiting: dict[int, Heard] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        key = base64.b64encode(os.urandom(16)).decode("ascii")
        self._transport.write(
            f"GET {self._path} HTTP/1.1\r\nHost: {self._host}\r\nOrigin: {self._scheme}://{self._host}\r\n"
            f"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            f"Cookie: {self._cookie}\r\n\r\n".encode("ascii")
        )

    def connection_lost(self, _error: Exception | None) -> None:
        self.closed = True
        self._refused("the server let go before Socket.IO was connected")

    def data_received(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        at = 0
        if not self._upgraded:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self._rest = data
                return
            if not data.startswith(b"HTTP/1.1 101"):
                self._refused(data[:80].decode("latin-1"))
                self._transport.abort()
                return
            self._upgraded, at = True, end + 4
        size = len(data)
        while size - at >= 2:
            length = data[at + 1]
            start = at + (2 if length < 126 else 4 if length == 126 else 10)
            if length >= 126:
                length = int.from_bytes(data[at + 2 : start], "big")
            if size < start + length:
                break
            if data[at] & 15 == 1:
                self._read(data[start : start + length])
            at = start + length
        self._rest = data[at:]

    def send(self, event: str, heard: Heard) -> None:
        """Send the JSON of one event, `["name",{...}]`; `heard` gets its acknowledgement's JSON."""
        self._next_id += 1
        self._waiting[self._next_id] = heard
        self._write(f"42{self._next_id}{event}".encode())

    async def ask(self, event: str) -> bytes:
        """The acknowledgement's JSON. Raises `TimeoutError` after half a minute."""
        answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.send(event, lambda answer: None if answered.done() else answered.set_result(answer))
        async with asyncio.timeout(30):
            return await answered

    def close(self) -> None:
        self._transport.close()

    def _read(self, payload: bytes) -> None:
        if payload.startswith(b"42"):
            self.heard(payload)
        elif payload.startswith(b"43"):
            start = payload.index(b"[")
            self._waiting.pop(int(payload[2:start]))(payload[start:])
        elif payload == b"2":
            self._write(b"3")
        elif payload.startswith(b"40"):
            self.connected.set_result(None)
        elif payload.startswith(b"44"):
            self._refused(payload.decode())
        elif payload.startswith(b"0"):
            self._write(b"40")

    def _refused(self, why: str) -> None:
        if not self.connected.done():
            self.connected.set_exception(ConnectionError(why))

    def _write(self, payload: bytes) -> None:
        length = len(payload)
        said = bytes((0x80 | length,)) if length < 126 else b"\xfe" + length.to_bytes(2, "big")
        self._transport.write(b"\x81" + said + b"\0\0\0\0" + payload)


async def connect(port: int, cookie: str, meeting_id: int) -> Participant:
    """A participant on loopback, past Socket.IO's own greeting."""
    loop = asyncio.get_running_loop()
    path = f"{PATH}&meeting={meeting_id}"
    _, participant = await loop.create_connection(
        lambda: Participant(f"127.0.0.1:{port}", cookie, path=path), "127.0.0.1", port
    )
    async with asyncio.timeout(30):
        await participant.connected
    return participant


def _nothing(_payload: bytes) -> None:
    """Until somebody listens."""
