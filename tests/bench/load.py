"""The load: acts that fall due at a steady rate, whatever becomes of them, and when the last participant has each."""

import asyncio
import json
import math
import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.bench.servers import MARK, Measured, Speech
from tests.bench.stage import Meeting
from tests.bench.wire import Participant, connect

AT_ONCE = 50
"""Sockets that connect at the same time."""
DRAIN_S = 60.0
MARKED = re.compile(f"{MARK}(\\d+){MARK}".encode())
ENTRIES = b'42["entr'
TOO_BUSY = b'[{"ok":false,"code":"unavailable"'


@dataclass
class Room:
    """A meeting with those of its people who are connected."""

    meeting: Meeting
    people: Sequence[int]
    sockets: list[Participant] = field(default_factory=list)


@dataclass(frozen=True)
class Probe:
    """What came of one rate. `took_ms`: from the moment an act was due until the last participant had it, sorted."""

    rate: float
    acts_per_s: float
    took_ms: list[float]
    cpu_us_per_delivery: float

    def percentile(self, share: float) -> float:
        return percentile(self.took_ms, share)


class Load:
    """Everything that is sent to one server. Acts are numbered, and each number is looked for in what arrives.

    `after`: numbers up to it were used on the same database; an act done before would not be done again.
    """

    def __init__(self, side: Speech, served: Measured, *, after: int = 0) -> None:
        self.side = side
        self.served = served
        self._number = after
        self._awaited: dict[int, tuple[float, int]] = {}
        self._took_ms: list[float] = []
        self._unanswered = 0
        self._last = 0.0

    async def connect(self, rooms: Sequence[Room], at_once: int = AT_ONCE) -> None:
        """Connect and join everybody, so many at a time."""
        gate = asyncio.Semaphore(at_once)

        async def arrive(room: Room, person_id: int) -> None:
            async with gate:
                socket = await connect(self.served.port, self.side.cookie(person_id), room.meeting.id)
                socket.heard = self._heard
                right(await socket.ask(self.side.join(room.meeting)))
                room.sockets.append(socket)

        await asyncio.gather(*(arrive(room, person_id) for room in rooms for person_id in room.people))

    async def leave(self, rooms: Sequence[Room]) -> None:
        """Close everybody's socket and give the server a moment to notice."""
        for room in rooms:
            for socket in room.sockets:
                socket.close()
            room.sockets.clear()
        await asyncio.sleep(1.5)

    async def drive(self, rooms: Sequence[Room], rate: float, acts: int) -> Probe:
        """Let `acts` acts fall due at `rate` a second, in every room in turn and by everybody in turn."""
        self._took_ms = []
        cpu = self.served.cpu_s()
        start = time.perf_counter() + 0.02
        done = 0
        while done < acts:
            due = min(acts, int((time.perf_counter() - start) * rate) + 1)
            while done < due:
                self._act(rooms[done % len(rooms)], done // len(rooms), start + done / rate)
                done += 1
            await asyncio.sleep(0.001)
        await self._drain(rooms)
        deliveries = sum(len(rooms[number % len(rooms)].sockets) for number in range(acts))
        return Probe(
            rate,
            acts / (self._last - start),
            sorted(self._took_ms),
            (self.served.cpu_s() - cpu) * 1e6 / deliveries,
        )

    async def act(self, room: Room, turn: int = 0) -> float:
        """One act, awaited: how many milliseconds it took."""
        self._act(room, turn, time.perf_counter())
        while self._awaited or self._unanswered:
            await asyncio.sleep(0)
        return self._took_ms[-1]

    def _act(self, room: Room, turn: int, due: float) -> None:
        self._number += 1
        self._awaited[self._number] = (due, len(room.sockets))
        self._unanswered += 1
        sender = turn % len(room.sockets)
        event = self.side.act(room.meeting, room.people[sender], self._number)
        number = self._number
        room.sockets[sender].send(event, lambda answer: self._answered(number, answer))

    def _heard(self, payload: bytes) -> None:
        if not payload.startswith(ENTRIES):
            return
        now = time.perf_counter()
        for found in MARKED.findall(payload):
            number = int(found)
            due, missing = self._awaited[number]
            if missing > 1:
                self._awaited[number] = (due, missing - 1)
                continue
            del self._awaited[number]
            self._took_ms.append((now - due) * 1000)
            self._last = now

    def _answered(self, number: int, answer: bytes) -> None:
        if answer.startswith(TOO_BUSY):  # the page would send it again; here the rate is simply too high
            del self._awaited[number]
            self._took_ms.append(math.inf)
        elif not answer.startswith(b'[{"ok":true'):
            raise RuntimeError(f"an act was refused: {answer[:300]!r}")
        self._unanswered -= 1

    async def _drain(self, rooms: Sequence[Room]) -> None:
        deadline = time.perf_counter() + DRAIN_S
        while self._awaited or self._unanswered:
            if any(socket.closed for room in rooms for socket in room.sockets):
                raise RuntimeError("the server let go of a socket")
            if time.perf_counter() > deadline:
                raise RuntimeError(f"{len(self._awaited)} acts never arrived, {self._unanswered} were not answered")
            await asyncio.sleep(0.005)


def right(answer: bytes) -> Any:
    """What an acknowledgement says. Raises when it is a refusal."""
    said = json.loads(answer)[0]
    if not said["ok"]:
        raise RuntimeError(f"refused: {said}")
    return said


def percentile(ordered: Sequence[float], share: float) -> float:
    """Of values in order; the highest when there are few."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)
