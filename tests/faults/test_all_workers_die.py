"""Every worker dies at once, and everybody is soon back (G3)."""

import asyncio
import random

from tests.faults.conftest import Report
from tests.faults.course import course, everybody, now
from tests.faults.judge import Figures
from tests.faults.staging import Staging


def test_everybody_is_back_after_all_workers_died_at_once(
    postgresql: Staging, chance: random.Random, report: Report
) -> None:
    """nginx finds nobody for a while and must not hold that against them."""
    report(postgresql, asyncio.run(kill_all_workers(postgresql, chance)))


async def kill_all_workers(staging: Staging, chance: random.Random) -> Figures:
    async with course(staging, *everybody(staging), chance) as run:
        async with run.writing(pace_s=1.0):
            for worker in staging.workers:
                await asyncio.to_thread(worker.kill)
                run.weather.faults += 1
            await asyncio.sleep(3.0)
            await asyncio.gather(*(asyncio.to_thread(worker.start) for worker in staging.workers))
            await staging.be_well()
            ceased = now()
        await run.catch_up(ceased)
        return run.figures
