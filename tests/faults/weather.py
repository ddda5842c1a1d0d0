"""What goes wrong, when, and for how long: seeded, several things at once, each over again by itself."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from tests.faults.network import Link, Network
from tests.faults.staging import Staging
from tests.scale.servers import Server

Fault = Callable[[], Awaitable[str | None]]
"""Does one thing and puts it right again; says what it was, or None when it was in the middle of it already."""


class Weather:
    def __init__(self, staging: Staging, network: Network, chance: random.Random, tell: Callable[[str], None]) -> None:
        self.faults = 0
        self._staging = staging
        self._network = network
        self._chance = chance
        self._tell = tell
        self._under_way: set[object] = set()
        self._cleared = asyncio.Event()
        self._kinds: list[Fault] = [self.kill_worker, self.freeze_worker, self.cut, self.lose_answers, self.half_open]
        self._kinds += [self.network_down, self.slow_network]
        if staging.redis:
            self._kinds += [self.stop_redis, self.freeze_redis, self.restart_postgres]

    async def storm(self, seconds: float) -> None:
        """Faults for so long. Then all cease at once; returns when they have and every worker is well."""
        self._cleared.clear()
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        async with asyncio.TaskGroup() as raging:
            while loop.time() < until:
                raging.create_task(self._one(self._chance.choice(self._kinds)))
                await asyncio.sleep(self._chance.uniform(0.2, 3.0))
            self._cleared.set()
        await self._staging.be_well()

    async def kill_worker(self) -> str | None:
        """`kill -9`, and started again after a while."""
        return await self._stop(self._chance.choice(self._staging.workers), 0.0, 2.0)

    async def stop_redis(self) -> str | None:
        assert self._staging.redis
        return await self._stop(self._staging.redis, 0.5, 8.0)

    async def restart_postgres(self) -> str | None:
        """As a crash does it."""
        assert self._staging.postgres
        return await self._stop(self._staging.postgres, 0.0, 2.0)

    async def freeze_worker(self) -> str | None:
        """It runs, holds its sockets and locks, and does nothing."""
        return await self._freeze(self._chance.choice(self._staging.workers), 0.5, 4.0)

    async def freeze_redis(self) -> str | None:
        assert self._staging.redis
        return await self._freeze(self._staging.redis, 0.5, 6.0)

    async def cut(self) -> str | None:
        for link in self._some():
            link.cut()
        return "cut connections"

    async def lose_answers(self) -> str | None:
        """What the server says to some people is lost, then their connection."""
        links = self._some()
        for link in links:
            link.swallowing = True
        await self._last(0.0, 1.5)
        for link in links:
            link.cut()
        return "lost answers"

    async def half_open(self) -> str | None:
        """One side of some connections is gone and the other is not told, until the network comes to it."""
        links = self._some()
        for link in links:
            link.half_open(near=self._chance.random() < 0.5)
        await self._last(0.5, 6.0)
        for link in links:
            link.cut()
        return "half-opened connections"

    async def network_down(self) -> str | None:
        async with self._alone(self._network) as alone:
            if not alone:
                return None
            self._network.down = True
            for link in list(self._network.links):
                link.half_open(near=True)
            await self._last(0.2, 4.0)
            self._network.down = False
            for link in list(self._network.links):
                link.cut()
        return "took the network down"

    async def slow_network(self) -> str | None:
        async with self._alone("delay") as alone:
            if not alone:
                return None
            self._network.delay_s = self._chance.uniform(0.02, 0.8)
            await self._last(0.5, 5.0)
            self._network.delay_s = 0.0
        return "slowed the network"

    async def _stop(self, server: Server, shortest: float, longest: float) -> str | None:
        async with self._alone(server) as alone:
            if not alone:
                return None
            await asyncio.to_thread(server.kill)
            await self._last(shortest, longest)
            await asyncio.to_thread(server.start)  # a worker waits for its database
        return f"killed {server.name}"

    async def _freeze(self, server: Server, shortest: float, longest: float) -> str | None:
        async with self._alone(server) as alone:
            process = server.process
            if not alone or process is None:
                return None
            process.send_signal(signal.SIGSTOP)
            try:
                await self._last(shortest, longest)
            finally:
                process.send_signal(signal.SIGCONT)
        return f"froze {server.name}"

    async def _last(self, shortest: float, longest: float) -> None:
        """As long as a fault lasts, unless the storm is over before."""
        try:
            async with asyncio.timeout(self._chance.uniform(shortest, longest)):
                await self._cleared.wait()
        except TimeoutError:
            pass

    async def _one(self, fault: Fault) -> None:
        what = await fault()
        if what is not None:
            self.faults += 1
            self._tell(what)

    @asynccontextmanager
    async def _alone(self, thing: object) -> AsyncIterator[bool]:
        """False when something is being done to it already."""
        if thing in self._under_way:
            yield False
            return
        self._under_way.add(thing)
        try:
            yield True
        finally:
            self._under_way.discard(thing)

    def _some(self) -> list[Link]:
        links = [link for link in self._network.links if not link.swallowing]
        links.sort(key=lambda link: link.port)
        return self._chance.sample(links, self._chance.randint(0, len(links)))
