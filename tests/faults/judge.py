"""The judge: the log as the database has it, held against what people were told and what they saw."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import pairwise

from mas_hub import db
from mas_hub.meeting_log import entries_after, heads_of
from tests.faults.memory import Mark, Memory, mark
from tests.faults.person import Person

CATCH_UP_S = 5.0


@dataclass
class Figures:
    """What a run comes to. `acked`: acts that were said to be saved; `faults`: what was done to the servers.

    Each counts in every stream. `leaked`, which is never shown but with its reason: streams of which somebody got
    something though they were not theirs.
    """

    acked: int = 0
    lost: int = 0
    doubled: int = 0
    missed: int = 0
    inverted: int = 0
    slowest_catch_up_s: float = 0.0
    faults: int = 0
    leaked: int = 0
    why: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        kept = not (self.lost or self.doubled or self.missed or self.inverted or self.leaked)
        return kept and self.slowest_catch_up_s <= CATCH_UP_S and not self.why

    def line(self) -> str:
        figures = asdict(self)
        del figures["why"], figures["leaked"]
        figures["slowest_catch_up_s"] = round(self.slowest_catch_up_s, 2)
        return json.dumps(figures)


@dataclass
class Log:
    """A meeting's log: each stream's marks in order, and what each act wrote."""

    streams: dict[str, list[Mark]]
    acts: dict[str, list[tuple[str, Mark]]]


def heads(meeting_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    with db.snapshot() as session:
        return heads_of(session, list(meeting_ids))


def read_log(meeting_id: int) -> Log:
    streams: dict[str, list[Mark]] = {}
    acts: dict[str, list[tuple[str, Mark]]] = defaultdict(list)
    with db.snapshot() as session:
        for stream in heads_of(session, [meeting_id])[meeting_id]:
            streams[stream] = []
            for entry in entries_after(session, meeting_id, stream, 0):
                seen = mark(entry.as_json())
                streams[stream].append(seen)
                acts[entry.act_id].append((stream, seen))
    return Log(streams, acts)


def judge(log: Log, people: Iterable[Person], figures: Figures) -> None:
    """Add to `figures` what these people of one meeting were promised and did not get."""
    for stream, marks in log.streams.items():
        if [seq for seq, _ in marks] != list(range(1, len(marks) + 1)):
            figures.why.append(f"stream {stream} is not numbered without gaps")
    for person in people:
        memory = person.memory
        _judge_acked(log, memory, figures)
        for stream, seen in memory.applied.items():
            _judge_seen(log.streams.get(stream, []), seen, memory.skipped.get(stream, set()), figures)
        figures.missed += _behind(log, memory)
        figures.doubled += memory.pushed_wrongly["doubled"]
        figures.inverted += memory.pushed_wrongly["inverted"]
        figures.why += [f"refused: {answer}" for answer in memory.refused]
        figures.leaked += len(memory.leaked)
        figures.why += [f"person {person.place.person_id} got something of {stream}" for stream in memory.leaked]


def _judge_acked(log: Log, memory: Memory, figures: Figures) -> None:
    figures.acked += len(memory.acked)
    for act_id, promised in memory.acked.items():
        written = log.acts.get(act_id, [])
        if not promised or any(each not in written for each in promised):
            figures.lost += 1
            figures.why.append(f"act {act_id} was acknowledged and is not in the log as it was")
        elif len(written) > len(promised):
            figures.doubled += 1
            figures.why.append(f"act {act_id} is in the log more than once")


def _judge_seen(written: list[Mark], seen: list[Mark], skipped: set[int], figures: Figures) -> None:
    """`seen`, from its first entry on, against the same stretch of the log. What was `skipped` came with a board."""
    numbers = [seq for seq, _ in seen]
    figures.doubled += len(numbers) - len(set(numbers))
    figures.inverted += sum(later < earlier for earlier, later in pairwise(numbers))
    figures.missed += len(set(range(numbers[0], numbers[-1] + 1)) - set(numbers) - skipped)
    shown_and_gone = sum(entry not in written[entry[0] - 1 : entry[0]] for entry in seen)
    if shown_and_gone:
        figures.lost += shown_and_gone
        figures.why.append(f"{shown_and_gone} entries were shown and are not in the log as they were")


def _behind(log: Log, memory: Memory) -> int:
    """Entries that never came, of the streams that are theirs."""
    theirs = [(stream, marks) for stream, marks in log.streams.items() if memory.place.reads(stream)]
    return sum(len(marks) - memory.cursors.get(stream, 0) for stream, marks in theirs)
