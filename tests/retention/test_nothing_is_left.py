"""A case that was deleted is gone from every table, every stream and the very bytes, and no other with it."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select, update

from mas_hub import clock
from mas_hub.db import snapshot, transaction
from mas_hub.errors import DomainError, NotFound
from mas_hub.identity.guests import NOBODY
from mas_hub.identity.models import Person
from mas_hub.meetings import queries
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.planning import plan_meeting
from mas_hub.retention import purging
from mas_hub.retention.covering import KEPT, KEPT_COLUMNS, belonging, rows_of
from mas_hub.retention.purging import ask_for_purge, purge_by_operator
from tests.acting import EXAMPLES
from tests.meeting_log.test_erasing import on_disk
from tests.retention.planting import CANARY, plant
from tests.retention.purges import LATER, confirm, faults, lead, purge
from tests.retention.test_keeping import case_of, do
from tests.sitting import NOW, Sitting, everything
from tests.who_may import somebody_who_may

ENDS = ("open_meeting", "close_meeting", "cancel_meeting", "postpone_meeting", "take_chair", "hand_over_chair")


def nothing_is_left_of(sitting: Sitting) -> None:
    """What was planted in every row and every stream is in none, nor in the file or its write-ahead file."""
    streams, planted = sitting.all_streams(), plant(case_of(sitting))
    wordless = {"purge_requests", "presence", "readiness", "joining_links"}
    assert planted >= {table.name for table in belonging()} - wordless | KEPT_COLUMNS.keys()
    assert planted >= {stream for stream in streams if sitting.log(stream)}
    assert CANARY.encode() in on_disk(sitting.folder)
    purge(sitting)
    left = everything()
    assert CANARY not in repr(left)
    assert CANARY.encode() not in on_disk(sitting.folder)
    assert {table.name for table in belonging() if left[table.name]} <= {"milestones", "seats"} | _of_another(sitting)
    assert faults() == []


def _of_another(sitting: Sitting) -> set[str]:
    """Tables in which the other meeting has rows."""
    with snapshot() as session:
        other = session.get_one(Meeting, sitting.other_meeting_id).case_id
        return {
            table.name
            for table in belonging()
            if session.execute(select(table).where(rows_of(table, [other])).limit(1)).first() is not None
        }


def test_nothing_of_it_is_left_in_any_table_or_in_the_bytes_on_the_disk(due: Sitting) -> None:
    nothing_is_left_of(due)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_was_done_in_the_meeting(opened: Sitting, seed: int) -> None:
    acts = sorted(name for name, example in EXAMPLES.items() if example.stage == "opened" and name not in ENDS)
    for act in random.Random(seed).sample(acts, 25):
        with suppress(DomainError):
            opened.do(somebody_who_may(act), act, **EXAMPLES[act].data(opened))
    with suppress(DomainError):
        opened.do("amara", "close_meeting", **EXAMPLES["close_meeting"].data(opened))
    with transaction() as session:
        of_case = Meeting.case_id == session.get_one(Meeting, opened.meeting_id).case_id
        session.execute(update(Meeting).where(of_case).values(state="closed", closed_at=NOW))
    with clock.fixed(LATER):
        nothing_is_left_of(opened)


def test_the_neighbours_stay_as_they_are(due: Sitting) -> None:
    second, before = lead(due), everything()
    with snapshot() as session:
        other = session.get_one(Meeting, due.other_meeting_id).case_id
        theirs = {
            table.name: session.execute(select(table).where(rows_of(table, [other]))).all() for table in belonging()
        }
    do(due, "ines", ask_for_purge, case_of(due))
    confirm(due, second)
    with snapshot() as session:
        for table in belonging():
            assert session.execute(select(table).where(rows_of(table, [other]))).all() == theirs[table.name]
    after = everything()
    for name in KEPT.keys() - {"audit", "audit_lanes"}:
        assert after[name] == before[name]
    assert after["audit"][: len(before["audit"])] == before["audit"]


def test_a_guest_s_name_goes_with_the_one_meeting_they_came_to(due: Sitting) -> None:
    with transaction() as session:
        guest = session.get_one(Person, due.people["olu"])
        guest.guest = True
    with transaction() as session:
        purge_by_operator(session, case_of(due))
    with snapshot() as session:
        guest = session.get_one(Person, due.people["olu"])
        assert (guest.name, guest.active) == (NOBODY, False)
        assert session.get_one(Person, due.people["arun"]).name != NOBODY


def test_everything_is_held_before_anything_is_read(due: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    def noted(module: Any, name: str) -> None:
        whole = getattr(module, name)

        def step(*args: Any, **more: Any) -> Any:
            steps.append(name)
            return whole(*args, **more)

        monkeypatch.setattr(module, name, step)

    for module, name in ((purging, "locked"), (purging, "hold"), (purging, "get_kept"), (queries, "hold")):
        noted(module, name)
    noted(queries, "enter")
    with transaction() as session:
        queries.enter_and_hold(session, due.actor("amara"), due.meeting_id)
    assert steps == ["hold", "enter"]
    steps.clear()
    case_id = case_of(due)
    with transaction() as session:
        purge_by_operator(session, case_id)
    assert steps == ["locked", "hold", "get_kept"]
    with pytest.raises(NotFound), transaction() as session:
        plan_meeting(session, due.actor("amara"), case_id=case_id)


@pytest.mark.parametrize("seed", range(6))
def test_interrupted_anywhere_it_is_done_whole_or_not_at_all(
    due: Sitting, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a process that ends in the middle leaves it: what was not committed never was."""
    do(due, "ines", ask_for_purge, case_of(due))
    second, before = lead(due), everything()
    steps = {"n": 0, "last": random.Random(seed).randrange(3)}

    def ends(name: str) -> Callable[..., Any]:
        whole = getattr(purging, name)

        def step(*args: Any, **more: Any) -> Any:
            if steps["n"] == steps["last"]:
                raise KeyboardInterrupt
            steps["n"] += 1
            return whole(*args, **more)

        return step

    for name in ("_delete_rows", "_forget_guests", "_empty"):
        monkeypatch.setattr(purging, name, ends(name))
    with pytest.raises(KeyboardInterrupt):
        confirm(due, second)
    assert everything() == before
    assert faults() == []
    steps["last"] = -1
    assert confirm(due, second)
    assert faults() == []


def test_a_meeting_goes_on_while_another_is_deleted(due: Sitting) -> None:
    """Freya's takes acts all the while, by another thread."""
    said: list[int] = []
    stop = threading.Event()

    def talk() -> None:
        while not stop.is_set():
            (entry,) = due.do_in(due.other_meeting_id, "freya", "add_reflection", prompt="analysis", text="Words.")
            said.append(entry.seq)

    second = lead(due)
    do(due, "ines", ask_for_purge, case_of(due))
    with ThreadPoolExecutor(1) as thread:
        talking = thread.submit(talk)
        try:
            confirm(due, second)
        finally:
            stop.set()
        talking.result()
    assert said == list(range(said[0], said[0] + len(said)))
    assert faults() == []
