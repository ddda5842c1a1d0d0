"""The judge finds what it is there for."""

import random
import ssl
from typing import Any

import pytest

from tests.faults.judge import Figures, Log, judge
from tests.faults.line import Door
from tests.faults.person import Mark, Person, mark

ENTRIES: list[dict[str, Any]] = [
    {"stream": "shared", "seq": seq, "act_id": f"act-{seq}", "subject": {"text": f"Thought {seq}."}}
    for seq in range(1, 6)
]
MARKS = [mark(entry) for entry in ENTRIES]


def somebody(seen: list[Mark], acked: dict[str, Mark]) -> Person:
    person = Person(Door(0, ssl.create_default_context()), 1, 1, ["token"], random.Random(1))
    person.applied = {"shared": seen}
    person.cursors = {"shared": seen[-1][0]}
    person.acked = {act_id: [("shared", each)] for act_id, each in acked.items()}
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


def test_catching_up_has_its_limit() -> None:
    figures = Figures(slowest_catch_up_s=5.1)
    assert not figures.good
