"""A person's line to the server: the light websocket of the benchmark, over TLS, which can be lost while one waits."""

import asyncio
import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.bench.wire import Heard, Participant

CONNECT_S = 5.0
ANSWER_S = 6.0
COOKIE = "__Host-mas_hub_session"


@dataclass(frozen=True)
class Door:
    """Where people connect: a port on loopback, and the certificate that answers there."""

    port: int
    tls: ssl.SSLContext


class TurnedAway(ConnectionError):
    """The server does not let this session in."""


class Line(Participant):
    """`overheard` gets whatever the server says, answers too."""

    def __init__(self, port: int, token: str, lost: "Lost") -> None:
        super().__init__(f"127.0.0.1:{port}", f"{COOKIE}={token}", "https")
        self.overheard: Heard = lambda _: None
        self.local_port = 0
        self._lost = lost
        self._awaited: set[asyncio.Future[bytes]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.local_port = transport.get_extra_info("sockname")[1]
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        for each in list(self._awaited):
            if not each.done():
                each.set_exception(ConnectionError("lost before it answered"))
        self._lost(self)

    async def answer_to(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Raises `ConnectionError` when the line is lost first, `TimeoutError` when nothing comes."""
        if self.closed:
            raise ConnectionError("lost before it was asked")
        answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._awaited.add(answered)
        try:
            self.send(json.dumps([event, payload]), lambda said: None if answered.done() else answered.set_result(said))
            async with asyncio.timeout(ANSWER_S):
                answer: dict[str, Any] = json.loads(await answered)[0]
                return answer
        finally:
            self._awaited.discard(answered)

    def drop(self) -> None:
        """Let go without a word. TLS may have ended before anything was connected."""
        if self.local_port:
            self._transport.abort()

    def _read(self, payload: bytes) -> None:
        self.overheard(payload)
        super()._read(payload)


Lost = Callable[[Line], None]
"""Told that a line has ended, be it long after it was given up."""


async def open_line(door: Door, token: str, lost: Lost) -> Line:
    """Past Socket.IO's own greeting. Raises `ConnectionError`, of which `TurnedAway`, or `TimeoutError`."""
    loop = asyncio.get_running_loop()
    line: Line | None = None
    try:
        async with asyncio.timeout(CONNECT_S):
            _, line = await loop.create_connection(
                lambda: Line(door.port, token, lost), "127.0.0.1", door.port, ssl=door.tls, server_hostname="127.0.0.1"
            )
            await line.connected
            return line
    except BaseException as error:
        if line is not None:
            line.drop()
        if isinstance(error, OSError):  # a refusal, a reset, TLS that broke off
            raise (TurnedAway if " 401 " in str(error) else ConnectionError)(str(error)) from error
        raise
