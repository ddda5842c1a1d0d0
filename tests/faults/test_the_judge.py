"""The judge finds what it is there for."""

import random
import ssl
from typing import Any

import pytest

from tests.faults.judge import Figures, Log, judge
from tests.faults.line import Door
from tests.faults.memory import Mark, mark
from tests.faults.person import Person
from tests.faults.place import Place

ENTRIES: list[dict[str, Any]] = [
    {"stream": "shared", "seq": seq, "act_id": f"act-{seq}", "subject": {"text": f"Thought {seq}."}}
    for seq in range(1, 6)
]
MARKS = [mark(entry) for entry in ENTRIES]
POLICE, HOUSING, CHAIR, SOMEBODY = 2, 3, 10, 11
OF_THE_POLICE = Place(1, SOMEBODY, POLICE, CHAIR)


def somebody(seen: list[Mark], acked: dict[str, Mark]) -> Person:
    person = Person(Door(0, ssl.create_default_context()), OF_THE_POLICE, ["token"], random.Random(1))
    person.memory.applied = {"shared": seen}
    person.memory.cursors = {"shared": seen[-1][0]}
    person.memory.acked = {act_id: [("shared", each)] for act_id, each in acked.items()}
    return person


def judged(log: list[Mark], person: Person, acts: dict[str, list[Mark]] | None = None) -> Figures:
    figures = Figures()
    written = acts or {f"act-{seq}": [each] for seq, each in enumerate(log, 1)}
    of_acts = {act_id: [("shared", each) for each in marks] for act_id, marks in written.items()}
    judge(Log({"shared": log}, of_acts), [person], figures)
    return figures


def test_all_is_well() -> None:
    figures = judged(MARKS, somebody(MARKS[1:], {"act-3": MARKS[2]}))
    assert figures.good
    assert figures.line() == (
        '{"acked": 1, "lost": 0, "doubled": 0, "missed": 0, "inverted": 0, "slowest_catch_up_s": 0.0, "faults": 0}'
    )


ALTERED = (4, mark({**ENTRIES[3], "subject": {"text": "Another."}})[1])


@pytest.mark.parametrize(
    ("what", "figures"),
    [
        ("lost", judged(MARKS[:4], somebody(MARKS[:4], {"act-5": MARKS[4]}))),
        ("lost", judged([*MARKS[:3], ALTERED], somebody(MARKS[:3], {"act-4": MARKS[3]}))),
        ("lost", judged(MARKS[:4], somebody(MARKS, {}))),
        ("doubled", judged(MARKS, somebody(MARKS, {"act-1": MARKS[0]}), {"act-1": MARKS[:2]})),
        ("doubled", judged(MARKS, somebody([*MARKS[:3], *MARKS[2:]], {}))),
        ("missed", judged(MARKS, somebody([*MARKS[:2], *MARKS[3:]], {}))),
        ("missed", judged(MARKS, somebody(MARKS[:4], {}))),
        ("inverted", judged(MARKS, somebody([MARKS[0], MARKS[2], MARKS[1], *MARKS[3:]], {}))),
    ],
)
def test_what_is_wrong_is_counted(what: str, figures: Figures) -> None:
    assert getattr(figures, what) > 0
    assert not figures.good


def test_what_came_with_a_board_is_not_missed() -> None:
    person = somebody(MARKS[:2], {})
    person.memory.show_board({"shared": 4})
    person.memory.take(ENTRIES)
    assert person.memory.applied["shared"] == [*MARKS[:2], MARKS[4]]
    assert judged(MARKS, person).good


def in_private(stream: str, person: Person) -> Figures:
    """A meeting's log with two entries of a private stream, beside what is shared."""
    figures = Figures()
    judge(Log({"shared": MARKS, stream: MARKS[:2]}, {}), [person], figures)
    return figures


def test_what_is_theirs_in_private_is_missed_even_if_they_were_never_told_of_it() -> None:
    assert in_private(f"chair:{POLICE}", somebody(MARKS, {})).missed == 2
    assert in_private(f"chair:{HOUSING}", somebody(MARKS, {})).good


def test_private_entries_are_counted_as_shared_ones_are() -> None:
    person = somebody(MARKS, {})
    person.memory.applied[f"agency:{POLICE}"] = [MARKS[1], MARKS[0]]
    person.memory.cursors[f"agency:{POLICE}"] = 2
    assert in_private(f"agency:{POLICE}", person).inverted == 1


@pytest.mark.parametrize(
    ("stream", "theirs"),
    [
        (f"agency:{POLICE}", True),
        (f"agency:{HOUSING}", False),
        (f"chair:{POLICE}", True),
        (f"chair:{HOUSING}", False),
        (f"point:{SOMEBODY}:{CHAIR}", True),
        (f"point:{SOMEBODY}1:{CHAIR}", False),
    ],
)
@pytest.mark.parametrize(
    "message", ['42["entries",{{"stream":"{}","entries":[]}}]', '431[{{"ok":true,"snapshot":{{"words":"No. ~{}~"}}}}]']
)
def test_whatever_they_get_of_a_stream_that_is_not_theirs_is_a_leak(stream: str, theirs: bool, message: str) -> None:
    person = somebody(MARKS, {})
    person.memory.overhear(message.format(stream).encode())
    figures = judged(MARKS, person)
    assert figures.good is theirs
    assert figures.leaked == (not theirs)


def test_the_chair_reads_what_is_told_to_the_chair_alone() -> None:
    chair = Place(1, CHAIR, POLICE, CHAIR)
    reads = [f"chair:{HOUSING}", f"point:{SOMEBODY}:{CHAIR}", "shared"]
    assert [each for each in (*reads, f"agency:{POLICE}", f"point:{SOMEBODY}:12") if chair.reads(each)] == reads


def test_catching_up_has_its_limit() -> None:
    figures = Figures(slowest_catch_up_s=5.1)
    assert not figures.good
