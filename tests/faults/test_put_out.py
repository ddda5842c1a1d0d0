"""Who loses their seat or is signed out hears nothing five seconds later and does nothing more, Redis or not (G6)."""

import asyncio
import random
from collections.abc import Sequence

import pytest

from mas_hub import db
from mas_hub.meetings.queries import list_seats
from tests.faults.conftest import Report
from tests.faults.course import PATIENCE_S, Course, course, everybody, now
from tests.faults.judge import Figures
from tests.faults.person import Person
from tests.faults.staging import Staging
from tests.faults.victim import Victim

OUT_WITHIN_S = 5.0
AT_ONCE = 10


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_who_is_put_out_is_out(
    kind: str, request: pytest.FixtureRequest, chance: random.Random, report: Report
) -> None:
    staging: Staging = request.getfixturevalue(kind)
    try:
        figures = asyncio.run(put_out(staging, chance))
    finally:
        if staging.redis and staging.redis.process is None:
            staging.redis.start()
    report(staging, figures)


async def put_out(staging: Staging, chance: random.Random) -> Figures:
    """Ten of them; then, where there is Redis, ten more without it."""
    async with course(staging, *everybody(staging), chance, kind=Victim) as run:
        chairs = {table[0] for table in run.meetings.values()}
        # The chair and one more stay at each table, so that there is something to hear.
        tables = [table[1 : 1 + AT_ONCE] for table in run.meetings.values()]
        victims = [person for table in tables for person in table if isinstance(person, Victim)]
        chance.shuffle(victims)
        quiet = asyncio.Event()
        writers = {
            person: asyncio.create_task(person.write(quiet, 0.5)) for person in run.people if person not in chairs
        }
        try:
            await put_out_some(run, victims[:AT_ONCE], chance)
            if staging.redis:
                staging.redis.kill()
                run.weather.faults += 1
                await put_out_some(run, victims[AT_ONCE : 2 * AT_ONCE], chance)
            quiet.set()
            out = {victim for victim in victims if victim.put_out_at < now()}
            run.meetings = {
                meeting_id: [each for each in table if each not in out] for meeting_id, table in run.meetings.items()
            }
            await run.catch_up(now())
            run.figures.why += [f"put out: {what}" for victim in out for what in victim.wrong]
            return run.figures
        finally:
            for writer in writers.values():
                writer.cancel()


async def put_out_some(run: Course, victims: list[Victim], chance: random.Random) -> None:
    insisting = []
    for number, victim in enumerate(victims):
        await asyncio.sleep(chance.uniform(0.1, 0.5))
        if number % 2:
            await remove_seat(run, victim)
        else:
            # At any worker: the other one than its socket's learns of it by the tick alone.
            await asyncio.to_thread(run.staging.sign_out, victim.tokens[0], chance.choice(run.staging.workers))
        victim.put_out_at = now()
        insisting.append(asyncio.create_task(victim.insist()))
    await asyncio.gather(*insisting)
    for victim in victims:
        await something_is_heard(run.meetings[victim.place.meeting_id], victim.put_out_at + OUT_WITHIN_S)
        late = victim.heard_at - victim.put_out_at
        if late > OUT_WITHIN_S:
            victim.wrong.append(f"an entry came {late:.1f} s afterwards")


async def something_is_heard(table: Sequence[Person], after: float) -> None:
    """By who has stayed, else there was nothing for the victim to hear."""
    stayed = [person for person in table if isinstance(person, Victim) and person.put_out_at > now()]
    async with asyncio.timeout(PATIENCE_S):
        while not any(person.heard_at > after for person in stayed):
            await asyncio.sleep(0.05)


async def remove_seat(run: Course, victim: Person) -> None:
    """As the chair does it."""
    chair = run.meetings[victim.place.meeting_id][0]
    with db.snapshot() as session:
        [seat] = [
            each for each in list_seats(session, victim.place.meeting_id) if each.person_id == victim.place.person_id
        ]
    answer = await chair.do("remove_seat", {"of": seat.id, "version": seat.version, "reason": "Called away."})
    assert answer["ok"], answer
