"""The network between the people and nginx, on loopback: a forwarder of TCP that can be as bad as a real one.

It never changes or reorders bytes: TCP does not either. What is lost is lost until the connection is.
"""

import asyncio
from collections import deque
from typing import cast


class Network:
    """Forwards to `target`. While `down`, whoever connects hears nothing."""

    def __init__(self, target: int) -> None:
        self.port = 0
        self.down = False
        self.delay_s = 0.0
        self.links: set[Link] = set()
        self._target = target
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Link(self).near, "127.0.0.1", 0, backlog=512)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for link in list(self.links):
            link.cut()

    async def reach(self, link: "Link") -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: link.far, "127.0.0.1", self._target)
        except OSError:
            link.cut()


class Link:
    """One connection, `near` the person and `far` from them."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.near = End(self)
        self.far = End(self)
        self.swallowing = False
        """Whether what the server says is lost."""
        self._reaching: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The person's own, by which they know that it is theirs."""
        port: int = self.near.transport.get_extra_info("peername")[1] if self.near.transport else 0
        return port

    def cut(self) -> None:
        """Both sides are told at once."""
        self.network.links.discard(self)
        for end in (self.near, self.far):
            end.drop()

    def half_open(self, *, near: bool) -> None:
        """One side is let go of; the other hears nothing more, and is not told. `near`: the person's side is kept."""
        (self.far if near else self.near).drop()

    def opened(self, end: "End") -> None:
        if end is self.far:
            self.far.begin()
            return
        self.network.links.add(self)
        if not self.network.down:
            self._reaching = asyncio.get_running_loop().create_task(self.network.reach(self))

    def said(self, end: "End", data: bytes) -> None:
        if self.swallowing and end is self.far:
            return
        (self.far if end is self.near else self.near).say(data, self.network.delay_s)

    def ended(self, end: "End") -> None:
        if not end.dropped:  # it went by itself, so the other is told
            self.cut()


class End(asyncio.Protocol):
    """One side of a link. What is said to it before it is there waits."""

    def __init__(self, link: Link) -> None:
        self.transport: asyncio.Transport | None = None
        self.dropped = False
        self._link = link
        self._waiting: deque[tuple[float, bytes]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        if self.dropped:
            self.transport.abort()
        else:
            self._link.opened(self)

    def data_received(self, data: bytes) -> None:
        self._link.said(self, data)

    def connection_lost(self, _error: Exception | None) -> None:
        self._link.ended(self)

    def begin(self) -> None:
        self._flush()

    def say(self, data: bytes, delay_s: float) -> None:
        if self.dropped:
            return
        if self.transport is not None and not self._waiting and not delay_s:
            self.transport.write(data)
            return
        self._waiting.append((asyncio.get_running_loop().time() + delay_s, data))
        if self.transport is not None and self._timer is None:
            self._flush()

    def drop(self) -> None:
        self.dropped = True
        self._waiting.clear()
        if self._timer is not None:
            self._timer.cancel()
        if self.transport is not None:
            self.transport.abort()

    def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = None
        while self._waiting and self.transport is not None:
            due, data = self._waiting[0]
            if due > loop.time():
                self._timer = loop.call_at(due, self._flush)
                return
            self._waiting.popleft()
            self.transport.write(data)
