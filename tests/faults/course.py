"""The course of a run: people come, write and are hindered; then it is quiet, everybody has everything, and the judge
compares."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from tests.bench.stage import Meeting
from tests.faults.judge import CATCH_UP_S, Figures, heads, judge, read_log
from tests.faults.line import Door
from tests.faults.network import Network
from tests.faults.person import LONGEST_WAIT_S, Person
from tests.faults.place import Place
from tests.faults.staging import Staging
from tests.faults.weather import Weather

PATIENCE_S = 90.0
"""How long anything is awaited. Only the judge's figure says whether it took too long."""

Tokens = Mapping[int, Sequence[str]]


class Course:
    """Meetings under way, with everybody there. Made by `course`."""

    def __init__(
        self, staging: Staging, network: Network, weather: Weather, meetings: Mapping[int, Sequence[Person]]
    ) -> None:
        self.staging = staging
        self.network = network
        self.weather = weather
        self.meetings = meetings
        self.figures = Figures()

    @property
    def people(self) -> list[Person]:
        return [person for table in self.meetings.values() for person in table]

    @asynccontextmanager
    async def writing(self, pace_s: float) -> AsyncIterator[None]:
        """Meanwhile everybody writes something every `pace_s` or so; what was begun is answered in the end."""
        quiet = asyncio.Event()
        writers = [asyncio.create_task(person.write(quiet, pace_s)) for person in self.people]
        try:
            yield
            quiet.set()
            await self.awaited(lambda person: person.under_way is None)
            await asyncio.gather(*writers)
        finally:
            for writer in writers:
                writer.cancel()

    async def awaited(self, what: Callable[[Person], bool]) -> None:
        """Until it is so for everybody."""
        deadline = now() + PATIENCE_S
        while missing := [person for person in self.people if not what(person)]:
            for person in missing:
                if person.ended or now() > deadline:
                    raise AssertionError(
                        f"{len(missing)} are missing, one of them: {person.told_since(now())}; {person.attending!r}"
                    )
            await asyncio.sleep(0.05)

    async def catch_up(self, since: float) -> None:
        """Until everybody has what the log has. `since`: when the last fault ceased. They are judged then, and what
        was judged is forgotten."""
        await self.awaited(lambda person: person.joined.is_set() and person.under_way is None)
        there = await asyncio.to_thread(heads, self.meetings)
        await self.awaited(lambda person: person.memory.has_all(there[person.place.meeting_id]))
        last = max(self.people, key=lambda person: person.settled_at)
        took = last.settled_at - since
        if took > CATCH_UP_S:
            self.figures.why.append(f"the last needed {took:.1f} s: {last.told_since(since)}")
        self.figures.slowest_catch_up_s = max(self.figures.slowest_catch_up_s, took)
        await self.be_judged()

    async def be_judged(self) -> None:
        for meeting_id, table in self.meetings.items():
            judge(await asyncio.to_thread(read_log, meeting_id), table, self.figures)
        for person in self.people:
            person.memory.forget()
        self.figures.faults, self.weather.faults = self.figures.faults + self.weather.faults, 0


def everybody(staging: Staging, *, everywhere: bool = False) -> tuple[list[Meeting], Tokens]:
    """New meetings, and a session for each who is at one; `everywhere`: one that leads to each worker."""
    staging.use()
    meetings = staging.hold_meetings()
    people = [person for meeting in meetings for person in meeting.people]
    if everywhere:
        return meetings, staging.sign_in_everywhere(people)
    tokens = staging.sign_in(people)
    return meetings, {person: [token] for person, token in tokens.items()}


def places(meeting: Meeting, agencies: Mapping[int, int]) -> list[Place]:
    """Where each of them sits. The first of an agency, not the chair, keeps its preparation."""
    chair_id, *others = meeting.people
    writes_up = {agencies[each]: each for each in reversed(others)}
    return [
        Place(meeting.id, each, agencies[each], chair_id, writes_up=writes_up.get(agencies[each]) == each)
        for each in meeting.people
    ]


@asynccontextmanager
async def course(
    staging: Staging,
    meetings: Sequence[Meeting],
    tokens: Tokens,
    chance: random.Random,
    *,
    kind: type[Person] = Person,
    longest_wait: float = LONGEST_WAIT_S,
    tell: Callable[[str], None] = lambda _: None,
) -> AsyncIterator[Course]:
    """Everybody comes to their meeting, and leaves it in the end."""
    network = Network(staging.nginx.port)
    await network.open()
    door = Door(network.port, staging.tls)
    tables = {
        meeting.id: [
            kind(door, place, tokens[place.person_id], random.Random(chance.random()), longest_wait=longest_wait)
            for place in places(meeting, staging.agencies)
        ]
        for meeting in meetings
    }
    made = Course(staging, network, Weather(staging, network, chance, tell), tables)
    for person in made.people:
        person.attending = asyncio.create_task(person.attend())
    attending = [person.attending for person in made.people if person.attending]
    try:
        await made.awaited(lambda person: person.joined.is_set())
        yield made
    finally:
        for each in attending:
            each.cancel()
        await asyncio.gather(*attending, return_exceptions=True)
        await network.close()


def now() -> float:
    return time.monotonic()
