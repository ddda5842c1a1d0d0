"""Of a thousand acts nearly a third lose their answer and are sent again, at another worker: each is done once (G2)."""

import asyncio
import random

import pytest
from sqlalchemy import text

from mas_hub import db
from tests.faults.conftest import Report
from tests.faults.course import PATIENCE_S, Course, course, everybody, now
from tests.faults.judge import Figures
from tests.faults.person import Person
from tests.faults.staging import Staging

LOST = 0.3
PACE_S = 0.12
"""Between two acts of one person; nobody is quicker for long."""


@pytest.mark.parametrize(("kind", "acts"), [("postgresql", 1_000), ("sqlite", 240)])
def test_acts_whose_answers_are_lost_are_done_once(
    kind: str, acts: int, request: pytest.FixtureRequest, chance: random.Random, report: Report
) -> None:
    staging: Staging = request.getfixturevalue(kind)
    figures = asyncio.run(act_and_lose_answers(staging, chance, acts))
    assert figures.acked == acts
    assert figures.faults > acts * LOST / 2
    report(staging, figures)


async def act_and_lose_answers(staging: Staging, chance: random.Random, acts: int) -> Figures:
    async with course(staging, *everybody(staging, everywhere=True), chance, longest_wait=0.25) as run:
        each = acts // len(run.people)
        more = acts % len(run.people)
        async with asyncio.timeout(2 * PATIENCE_S):
            await asyncio.gather(
                *(speak(run, person, each + (number < more)) for number, person in enumerate(run.people))
            )
        await run.catch_up(now())
        return run.figures


async def speak(run: Course, person: Person, acts: int) -> None:
    """Each new connection of the person uses their other session, which is led to another worker."""
    for number in range(acts):
        await asyncio.sleep(PACE_S * person.chance.uniform(0.5, 1.5))
        hindering = asyncio.create_task(lose_answer(run, person)) if person.chance.random() < LOST else None
        await person.do(*person.place.something_to_say(person.chance, number))
        if hindering is not None:
            await hindering


async def lose_answer(run: Course, person: Person) -> None:
    """Swallow what comes back and cut the connection: once the act is done, or in the middle of it."""
    await person.joined.wait()
    link = next((link for link in run.network.links if person.line and link.port == person.line.local_port), None)
    if link is None:
        return
    link.swallowing = True
    in_the_middle = person.chance.random() < 0.5
    await asyncio.sleep(person.chance.uniform(0.0, 0.03))
    while not in_the_middle and person.under_way and not await asyncio.to_thread(is_done, person):
        await asyncio.sleep(0.03)
    link.cut()
    run.weather.faults += 1


def is_done(person: Person) -> bool:
    with db.snapshot() as session:
        found = session.execute(text("SELECT 1 FROM acts_done WHERE act_id = :act_id"), {"act_id": person.under_way})
        return found.first() is not None
