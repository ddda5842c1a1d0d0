"""One worker beside two, on the same PostgreSQL and Redis behind the same nginx, in turn.

Nothing is pinned here: workers, PostgreSQL, nginx and the load share all cores as they can, alike for one worker and
for two. nginx's site is that of `deploy/`, but for TLS, which would cost the load more than the servers.
"""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mas_hub import db, meeting_log
from tests.bench.load import Load, Room
from tests.bench.measures import Figures, Size, saturation
from tests.bench.report import Run
from tests.bench.rows import ONE, TWO
from tests.bench.servers import CORES, Pages, busy_s, cpu_s_of, cpu_s_of_families
from tests.bench.stage import Meeting, hold_tables, introduce_everybody, sign_everybody_in
from tests.scale.servers import Nginx, Postgres, Redis, Server, Worker

TABLES = 20
HALL = 48
"""People in each of the larger meetings, in which the same people sit: most of the work there is a worker's."""
AT_ONCE = 10
"""As many as a worker has connections to PostgreSQL: how they arrive is not measured here."""
ACTS_A_TURN = 10_000_000
WARM_RATE, WARM_ACTS = 50, 100


class PlainNginx(Nginx):
    def __init__(self, folder: Path, workers: list[Worker]) -> None:
        super().__init__(folder, workers)
        site = self.folder / "site.conf"
        site.write_text(site.read_text().replace(" ssl http2", ""))


@dataclass
class Deployment:
    """Meetings of a dozen and larger ones, with their people signed in, on a PostgreSQL of its own."""

    folder: Path
    postgres: Postgres
    redis: Redis
    tables: Sequence[Meeting]
    halls: Sequence[Meeting]
    pages: Pages

    @contextmanager
    def served_by(self, name: str) -> Iterator["Workers"]:
        """Workers newly started, and nginx before them."""
        settings = {
            "MAS_HUB_PRODUCTION": "0",
            "MAS_HUB_DATA": str(self.folder / "data"),
            "MAS_HUB_DATABASE_URL": self.postgres.url,
            "MAS_HUB_REDIS_URL": self.redis.url,
        }
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        folder.chmod(0o755)
        workers = [Worker(f"worker-{each}", folder, settings) for each in ("a" if name == ONE else "ab")]
        nginx = PlainNginx(folder, workers)
        started: list[Server] = []
        try:
            for server in (*workers, nginx):
                started.append(server)
                server.start()
            yield Workers(workers, nginx)
        finally:
            for server in reversed(started):
                server.end()

    def busy_elsewhere_s(self, workers: "Workers") -> float:
        """Processor time so far, on all cores, of everything but the servers and the load."""
        servers = [*workers.workers, workers.nginx, self.redis]
        pids = {server.process.pid for server in servers if server.process}
        postmaster = int((self.postgres.data / "postmaster.pid").read_text().split()[0])
        return busy_s() - cpu_s_of_families(pids | {postmaster, os.getpid()})


@dataclass
class Workers:
    workers: list[Worker]
    nginx: Nginx

    @property
    def port(self) -> int:
        return self.nginx.port

    def cpu_s(self) -> float:
        return sum(cpu_s_of(worker.process.pid) for worker in self.workers if worker.process)


@contextmanager
def deployed() -> Iterator[Deployment]:
    folder = Path(tempfile.mkdtemp(prefix="mas_hub_bench_"))
    folder.chmod(0o755)  # PostgreSQL may run as somebody else
    postgres, redis = Postgres(folder), Redis(folder)
    try:
        postgres.start()
        redis.start()
        (folder / "data").mkdir(mode=0o700)
        db.configure(postgres.url)
        db.upgrade()
        meeting_log.configure_key(folder / "data" / "key")
        everybody = introduce_everybody(TABLES)
        tables, halls = hold_tables(*everybody), hold_tables(*everybody, of=HALL)
        pages = Pages(sign_everybody_in())
        db.close()
        yield Deployment(folder, postgres, redis, tables, halls, pages)
    finally:
        db.close()
        redis.end()
        postgres.end()
        shutil.rmtree(folder, ignore_errors=True)


def one_beside_two(size: Size) -> Iterator[Run]:
    os.sched_setaffinity(0, CORES)  # what is started from here on may run anywhere
    with deployed() as deployment:
        quick = size.rounds == 1  # the larger meetings are left out
        sizes = (deployment.tables,) if quick else (deployment.tables, deployment.halls)
        turns = [
            (number, name)
            for number in range(1, size.rounds + 1)
            for name in ((ONE, TWO) if number % 2 else (TWO, ONE))
        ]
        for turn, (number, name) in enumerate(turns):
            with deployment.served_by(name) as workers:
                load = Load(deployment.pages, workers, after=turn * ACTS_A_TURN)
                began, others = time.monotonic(), deployment.busy_elsewhere_s(workers)
                figures = asyncio.run(_measure(load, sizes, size))
                others = deployment.busy_elsewhere_s(workers) - others
            yield Run(name, number, others / (time.monotonic() - began) / len(CORES), figures)


async def _measure(load: Load, sizes: Iterable[Sequence[Meeting]], size: Size) -> Figures:
    figures: Figures = {}
    for meetings in sizes:
        rooms = [Room(meeting, meeting.people) for meeting in meetings]
        await load.connect(rooms, AT_ONCE)
        await load.drive(rooms, WARM_RATE, WARM_ACTS)
        figures |= await saturation(load, rooms, size)
        await load.leave(rooms)
    return figures
