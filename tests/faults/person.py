"""Somebody at a meeting, who keeps to the page's rules: one act under way, sent again under its own id until it is
answered; a new connection after three seconds without a head."""

import asyncio
import json
import random
import time
import uuid
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from tests.faults.line import Door, Line, TurnedAway, open_line
from tests.faults.memory import Answer, Memory
from tests.faults.place import Place

SILENCE_S = 3.0
LOOK_S = 0.5
SHORTEST_WAIT_S = 0.25
LONGEST_WAIT_S = 2.0
RETRY_S = 1.0
PASSING = ("unavailable", "too_fast")
FINAL = ("signed_out", "seat_removed")
"""Why somebody is put out for good; for any other reason they come again."""


class Person:
    """`tokens`: their sessions; each new connection uses the next one. `line`: only while they have joined on it."""

    def __init__(
        self,
        door: Door,
        place: Place,
        tokens: Sequence[str],
        chance: random.Random,
        *,
        longest_wait: float = LONGEST_WAIT_S,
    ) -> None:
        self.place = place
        self.memory = Memory(place)
        self.tokens = list(tokens)
        self.ended: list[str] = []
        self.under_way: str | None = None
        self.settled_at = 0.0
        self.joined = asyncio.Event()
        self.line: Line | None = None
        self.attending: asyncio.Task[None] | None = None
        self.story: deque[tuple[float, str]] = deque(maxlen=40)
        """What became of them lately, for whoever wants to know why they were late."""
        self.chance = chance
        self.door = door
        self._longest_wait = longest_wait
        self._heard_at = 0.0
        self._look = asyncio.Event()
        self._behind = False

    async def attend(self) -> None:
        """Be there until put out or cancelled, coming back whenever the line is lost."""
        failures = 0
        while not self.ended:
            self.tokens.append(token := self.tokens.pop(0))
            line = None
            try:
                line = await open_line(self.door, token, self._lost)
                self.memory.begin_line()
                line.heard, line.overheard = self._hear, self.memory.overhear
                await self._join(line)
                failures = 0
                await self._stay(line)
            except TurnedAway:
                self.ended.append("turned away")
            except (ConnectionError, TimeoutError) as error:
                self.tell(f"lost: {error!r}")
            except asyncio.CancelledError:
                if (task := asyncio.current_task()) is None or task.cancelling():
                    raise
                self.tell("what was awaited was given up")
            except Exception as error:
                self.ended.append(f"the harness failed: {error!r}")
                raise
            finally:
                if line is not None:
                    self._lost(line)
                    line.heard = _deaf
                    line.drop()
            wait = min(SHORTEST_WAIT_S * 2**failures, self._longest_wait)
            failures += 1
            await asyncio.sleep(wait * self.chance.uniform(0.75, 1.0))

    async def do(self, act: str, data: Answer) -> Answer:
        """The server's answer, however long it takes."""
        act_id = self.under_way = str(uuid.UUID(int=self.chance.getrandbits(128)))
        body = {"meeting_id": self.place.meeting_id, "act": act, "act_id": act_id, "data": data}
        try:
            while True:
                await self.joined.wait()
                if self.line is None:  # lost again before it was this one's turn
                    continue
                try:
                    answer = await self.line.answer_to("act", body)
                except ConnectionError:
                    continue
                except TimeoutError:
                    self.tell("no answer to an act")
                    await asyncio.sleep(RETRY_S)
                    continue
                if answer["ok"] or answer["code"] not in PASSING:
                    self._answered(act_id, answer)
                    return answer
                self.tell(answer["code"])
                await asyncio.sleep(RETRY_S)
        finally:
            self.under_way = None

    async def write(self, quiet: asyncio.Event, pace_s: float) -> None:
        """One thing after another, about one in `pace_s`, until it is to be quiet."""
        number = 0
        while True:
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * pace_s)
            if quiet.is_set():
                return
            number += 1
            await self.do(*self.place.something_to_say(self.chance, number))

    def tell(self, what: str) -> None:
        self.story.append((time.monotonic(), what))

    def told_since(self, moment: float) -> str:
        return ", ".join(f"{at - moment:+.1f} {what}" for at, what in self.story) + f"; put out: {self.ended}"

    def _answered(self, act_id: str, answer: Answer) -> None:
        self.memory.answered(act_id, answer)
        self.tell("answered")
        self.settled_at = time.monotonic()

    async def _join(self, line: Line) -> None:
        cursors = self.memory.cursors
        asked = {"meeting_id": self.place.meeting_id, **({"cursors": cursors} if cursors else {})}
        answer = await line.answer_to("join", asked)
        if not answer["ok"]:
            if answer["code"] == "unexpected":
                self.memory.refused.append(answer)
            elif answer["code"] not in PASSING:
                self.ended.append(answer["code"])
            raise ConnectionError(answer["code"])
        if line.closed:
            raise ConnectionError("lost as it was answered")
        if "snapshot" in answer:
            self.memory.show_board(answer["snapshot"]["cursors"])
        else:
            self._take(answer["entries"])
        self.tell("joined")
        self.line = line
        self._heard_at = self.settled_at = time.monotonic()
        self.joined.set()

    async def _stay(self, line: Line) -> None:
        while not line.closed and not self.ended and time.monotonic() - self._heard_at < SILENCE_S:
            if self._behind:
                self._behind = False
                await self._join(line)
            self._look.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await self._look.wait()

    def _hear(self, payload: bytes) -> None:
        event, said = json.loads(payload[2:])
        self._heard_at = time.monotonic()
        if event == "entries":
            self.memory.note_order(said["stream"], said["entries"])
            if self.memory.cursors:
                self._take(said["entries"])
        elif event == "heads":
            self._behind = self._behind or self.memory.is_behind(said["heads"])
        elif event == "ended":
            if said["reason"] in FINAL:
                self.ended.append(said["reason"])
            else:
                self.tell(said["reason"])
                self._heard_at = 0.0
        if self._behind or self.ended:
            self._look.set()

    def _take(self, entries: list[Answer]) -> None:
        took, behind = self.memory.take(entries)
        self._behind = self._behind or behind
        if took:
            self.settled_at = time.monotonic()

    def _lost(self, line: Line) -> None:
        """A line that was given up may end late, when they have long been back on another: that one is not lost."""
        if line is self.line:
            self.line = None
            self.joined.clear()
            self._look.set()


def _deaf(_payload: bytes) -> None:
    """Nobody listens any more."""
