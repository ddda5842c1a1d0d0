"""Redis is away for a whole meeting: it goes on, and entries arrive within the tick."""

import asyncio
import random
import statistics

from tests.faults.conftest import Report
from tests.faults.course import PATIENCE_S, Course, course, everybody, now
from tests.faults.judge import Figures
from tests.faults.person import Person
from tests.faults.staging import Staging

ACTS = 20
TICK_S = 2.0
"""A second, and the time it takes to look."""


def test_a_meeting_without_redis_goes_on_within_the_tick(
    postgresql: Staging, chance: random.Random, report: Report
) -> None:
    assert postgresql.redis
    postgresql.redis.kill()
    try:
        figures = asyncio.run(hold_a_meeting(postgresql, chance))
    finally:
        postgresql.redis.start()
    report(postgresql, figures)


async def hold_a_meeting(staging: Staging, chance: random.Random) -> Figures:
    async with course(staging, *everybody(staging), chance) as run:
        run.weather.faults += 1
        took = [await say_something(run, chance.choice(run.people)) for _ in range(ACTS)]
        assert statistics.median(took) < TICK_S, took
        await run.catch_up(now())
        run.figures.slowest_catch_up_s = max(took)
        return run.figures


async def say_something(run: Course, speaker: Person) -> float:
    """Seconds from its acknowledgement until the last one at the table had it."""
    answer = await speaker.do("add_reflection", {"prompt": "analysis", "text": "Without Redis."})
    said, [entry] = now(), answer["entries"]
    table = run.meetings[speaker.place.meeting_id]
    async with asyncio.timeout(PATIENCE_S):
        while any(person.memory.cursors[entry["stream"]] < entry["seq"] for person in table):
            await asyncio.sleep(0.01)
    return now() - said
