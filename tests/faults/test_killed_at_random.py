"""What was acknowledged is there once and unaltered, however often the server is killed (G1)."""

import asyncio
import random

from tests.faults.conftest import Report
from tests.faults.course import PATIENCE_S, course, everybody, now
from tests.faults.judge import Figures
from tests.faults.staging import Staging

KILLS = 20


def test_twenty_kills_under_load_lose_and_double_nothing(
    sqlite: Staging, chance: random.Random, report: Report
) -> None:
    figures = asyncio.run(kill_again_and_again(sqlite, chance))
    assert figures.acked >= KILLS
    report(sqlite, figures)


async def kill_again_and_again(staging: Staging, chance: random.Random) -> Figures:
    async with course(staging, *everybody(staging), chance, longest_wait=0.25) as run:
        async with run.writing(pace_s=0.3):
            for _ in range(KILLS):
                acked = sum(len(person.memory.acked) for person in run.people)
                async with asyncio.timeout(PATIENCE_S):
                    while sum(len(person.memory.acked) for person in run.people) == acked:
                        await asyncio.sleep(0.01)
                await asyncio.sleep(chance.uniform(0.0, 0.4))
                await asyncio.to_thread(staging.workers[0].kill)
                await asyncio.to_thread(staging.workers[0].start)
                run.weather.faults += 1
            await staging.be_well()
            ceased = now()
        await run.catch_up(ceased)
        return run.figures
