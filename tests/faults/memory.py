"""What somebody saw and was told, kept for the judge as marks: an entry's number and a digest of all it says."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from mas_hub.meeting_log.entries import canonical
from tests.faults.place import Place

Mark = tuple[int, bytes]
Answer = dict[str, Any]


def mark(entry: Answer) -> Mark:
    return entry["seq"], hashlib.blake2b(canonical(entry).encode(), digest_size=12).digest()


class Memory:
    """By the page's rule: of each stream only the entry after the cursor is taken.

    `skipped`: the numbers of a stream's entries that came as part of a board, after others had come one by one.
    `leaked`: streams of which they got something and which are not theirs.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.cursors: dict[str, int] = {}
        self.applied: dict[str, list[Mark]] = {}
        self.skipped: dict[str, set[int]] = {}
        self.acked: dict[str, list[tuple[str, Mark]]] = {}
        self.refused: list[Answer] = []
        self.pushed_wrongly: Counter[str] = Counter()
        self.leaked: set[str] = set()
        self._pushed: dict[str, int] = {}

    def begin_line(self) -> None:
        self._pushed.clear()

    def overhear(self, payload: bytes) -> None:
        """Whatever was said to them."""
        self.leaked |= self.place.not_theirs(payload)

    def show_board(self, cursors: Mapping[str, int]) -> None:
        for stream in self.applied:
            passed_over = range(self.cursors.get(stream, 0) + 1, cursors.get(stream, 0) + 1)
            self.skipped.setdefault(stream, set()).update(passed_over)
        self.cursors = dict(cursors)

    def take(self, entries: list[Answer]) -> tuple[bool, bool]:
        """Whether any was taken, and whether one before them is missing."""
        took = behind = False
        for entry in entries:
            stream, cursor = entry["stream"], self.cursors.get(entry["stream"], 0)
            if entry["seq"] == cursor + 1:
                self.cursors[stream] = entry["seq"]
                self.applied.setdefault(stream, []).append(mark(entry))
                took = True
            elif entry["seq"] > cursor:
                behind = True
        return took, behind

    def note_order(self, stream: str, entries: list[Answer]) -> None:
        """On one connection the server pushes each stream forwards, and nothing twice."""
        for entry in entries:
            last = self._pushed.get(stream, 0)
            if entry["seq"] <= last:
                self.pushed_wrongly["doubled" if entry["seq"] == last else "inverted"] += 1
            self._pushed[stream] = entry["seq"]

    def is_behind(self, heads: Mapping[str, int]) -> bool:
        return any(head > self.cursors.get(stream, 0) for stream, head in heads.items())

    def has_all(self, heads: Mapping[str, int]) -> bool:
        """Of the streams that are theirs, whether the server names them to them or not."""
        theirs = {stream: head for stream, head in heads.items() if self.place.reads(stream)}
        return bool(self.cursors) and all(head == self.cursors.get(stream, 0) for stream, head in theirs.items())

    def answered(self, act_id: str, answer: Answer) -> None:
        if answer["ok"]:
            self.acked[act_id] = [(entry["stream"], mark(entry)) for entry in answer["entries"]]
        else:
            self.refused.append(answer)

    def forget(self) -> None:
        """What was judged is kept no longer."""
        for each in (self.applied, self.skipped, self.acked, self.refused, self.pushed_wrongly, self.leaked):
            each.clear()
