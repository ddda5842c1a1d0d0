"""Somebody who is put out and does not go: they listen on, act on, and come again with what they still have."""

import asyncio
import time
from typing import Any

from tests.faults.line import open_line
from tests.faults.memory import Answer
from tests.faults.person import Person

STUBBORN_S = 7.0


class Victim(Person):
    """`wrong`: what they still got or could do after they had been put out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_out_at = float("inf")
        self.heard_at = 0.0
        self.wrong: list[str] = []
        self._begun_at = 0.0

    async def do(self, act: str, data: Answer) -> Answer:
        self._begun_at = time.monotonic()
        return await super().do(act, data)

    async def insist(self) -> None:
        """Until well after they should hear nothing more."""
        while (since := time.monotonic() - self.put_out_at) < STUBBORN_S:
            await asyncio.sleep(0.3)
            try:
                line = await open_line(self.door, self.tokens[0], lambda _: None)
            except (ConnectionError, TimeoutError):
                continue
            line.heard = self._overhear
            try:
                body = {
                    "meeting_id": self.place.meeting_id,
                    "act": "add_reflection",
                    "act_id": f"insisting-{since:.3f}",
                }
                thought = {"prompt": "analysis", "text": "I am still here."}
                for event, payload in (
                    ("join", {"meeting_id": self.place.meeting_id}),
                    ("act", {**body, "data": thought}),
                ):
                    if (await line.answer_to(event, payload))["ok"]:
                        self.wrong.append(f"{event} was let through {since:.1f} s afterwards")
            except (ConnectionError, TimeoutError):
                pass
            finally:
                line.drop()

    def _answered(self, act_id: str, answer: Answer) -> None:
        if answer["ok"] and self._begun_at > self.put_out_at:
            self.wrong.append("an act begun afterwards was accepted")
        super()._answered(act_id, answer)

    def _hear(self, payload: bytes) -> None:
        if payload.startswith(b'42["ended"'):
            return  # what the page would heed
        self._overhear(payload)
        super()._hear(payload)

    def _overhear(self, payload: bytes) -> None:
        if payload.startswith(b'42["entries"'):
            self.heard_at = time.monotonic()
