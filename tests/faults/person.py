"""Somebody at a meeting, who keeps to the page's rules: one act under way, sent again under its own id until it is
answered; of each stream only the entry after the cursor; a new connection after three seconds without a head.

What they saw and were told is kept for the judge, as marks: an entry's number and a digest of all it says.
"""

import asyncio
import hashlib
import json
import random
import time
import uuid
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from typing import Any

from mas_hub.meeting_log.entries import canonical
from tests.faults.line import Door, Line, TurnedAway, open_line

SILENCE_S = 3.0
LOOK_S = 0.5
SHORTEST_WAIT_S = 0.25
LONGEST_WAIT_S = 2.0
RETRY_S = 1.0
PASSING = ("unavailable", "too_fast")
FINAL = ("signed_out", "seat_removed")
"""Why somebody is put out for good; for any other reason they come again."""

Mark = tuple[int, bytes]
Answer = dict[str, Any]


def mark(entry: Answer) -> Mark:
    return entry["seq"], hashlib.blake2b(canonical(entry).encode(), digest_size=12).digest()


class Person:
    """`tokens`: their sessions; each new connection uses the next one."""

    def __init__(
        self,
        door: Door,
        meeting_id: int,
        person_id: int,
        tokens: Sequence[str],
        chance: random.Random,
        *,
        longest_wait: float = LONGEST_WAIT_S,
    ) -> None:
        self.meeting_id = meeting_id
        self.person_id = person_id
        self.tokens = list(tokens)
        self.cursors: dict[str, int] = {}
        self.applied: dict[str, list[Mark]] = {}
        self.acked: dict[str, list[tuple[str, Mark]]] = {}
        self.refused: list[Answer] = []
        self.pushed_wrongly: Counter[str] = Counter()
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
        self._pushed: dict[str, int] = {}
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
                self._pushed.clear()
                line.heard = self._hear
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
                self._lost()
                if line is not None:
                    line.heard = _deaf
                    line.drop()
            wait = min(SHORTEST_WAIT_S * 2**failures, self._longest_wait)
            failures += 1
            await asyncio.sleep(wait * self.chance.uniform(0.75, 1.0))

    async def do(self, act: str, data: Answer) -> Answer:
        """The server's answer, however long it takes."""
        act_id = self.under_way = str(uuid.UUID(int=self.chance.getrandbits(128)))
        body = {"meeting_id": self.meeting_id, "act": act, "act_id": act_id, "data": data}
        try:
            while True:
                await self.joined.wait()
                assert self.line is not None
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
        """One thought after another, about one in `pace_s`, until it is to be quiet."""
        number = 0
        while True:
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * pace_s)
            if quiet.is_set():
                return
            number += 1
            await self.do("add_reflection", {"prompt": "analysis", "text": f"Thought {number}."})

    def has_all(self, heads: Mapping[str, int]) -> bool:
        """Of the streams that they read, which the server names."""
        return bool(self.cursors) and all(heads[stream] == cursor for stream, cursor in self.cursors.items())

    def tell(self, what: str) -> None:
        self.story.append((time.monotonic(), what))

    def told_since(self, moment: float) -> str:
        return ", ".join(f"{at - moment:+.1f} {what}" for at, what in self.story) + f"; put out: {self.ended}"

    def forget(self) -> None:
        """What was judged is kept no longer."""
        self.applied.clear()
        self.acked.clear()
        self.refused.clear()
        self.pushed_wrongly.clear()

    def _answered(self, act_id: str, answer: Answer) -> None:
        if answer["ok"]:
            self.acked[act_id] = [(entry["stream"], mark(entry)) for entry in answer["entries"]]
        else:
            self.refused.append(answer)
        self.tell("answered")
        self.settled_at = time.monotonic()

    async def _join(self, line: Line) -> None:
        asked = {"meeting_id": self.meeting_id, **({"cursors": self.cursors} if self.cursors else {})}
        answer = await line.answer_to("join", asked)
        if not answer["ok"]:
            if answer["code"] == "unexpected":
                self.refused.append(answer)
            elif answer["code"] not in PASSING:
                self.ended.append(answer["code"])
            raise ConnectionError(answer["code"])
        if "snapshot" in answer:
            self.cursors = dict(answer["snapshot"]["cursors"])
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
            try:
                async with asyncio.timeout(LOOK_S):
                    await self._look.wait()
            except TimeoutError:
                pass

    def _hear(self, payload: bytes) -> None:
        event, said = json.loads(payload[2:])
        self._heard_at = time.monotonic()
        if event == "entries":
            self._note_order(said["stream"], said["entries"])
            if self.cursors:
                self._take(said["entries"])
        elif event == "heads":
            heads = said["heads"].items()
            self._behind = self._behind or any(head > self.cursors.get(stream, 0) for stream, head in heads)
        elif event == "ended":
            if said["reason"] in FINAL:
                self.ended.append(said["reason"])
            else:
                self.tell(said["reason"])
                self._heard_at = 0.0
        if self._behind or self.ended:
            self._look.set()

    def _take(self, entries: list[Answer]) -> None:
        for entry in entries:
            stream, cursor = entry["stream"], self.cursors.get(entry["stream"], 0)
            if entry["seq"] == cursor + 1:
                self.cursors[stream] = entry["seq"]
                self.applied.setdefault(stream, []).append(mark(entry))
                self.settled_at = time.monotonic()
            elif entry["seq"] > cursor:
                self._behind = True

    def _note_order(self, stream: str, entries: list[Answer]) -> None:
        """On one connection the server pushes each stream forwards, and nothing twice."""
        for entry in entries:
            last = self._pushed.get(stream, 0)
            if entry["seq"] <= last:
                self.pushed_wrongly["doubled" if entry["seq"] == last else "inverted"] += 1
            self._pushed[stream] = entry["seq"]

    def _lost(self) -> None:
        self.joined.clear()
        self._look.set()


def _deaf(_payload: bytes) -> None:
    """Nobody listens any more."""
