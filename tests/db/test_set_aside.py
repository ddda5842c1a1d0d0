"""Of those who write together, who is in somebody's way is set aside, and nobody is forgotten."""

from collections import deque
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from mas_hub.db import before_commit, transaction, writing
from mas_hub.db.connected import Current
from mas_hub.db.prepared import Prepared
from mas_hub.db.queues import Waiting
from mas_hub.errors import Invalid, Unavailable
from mas_hub.live.models import Worker
from tests.db.test_writing_together import adds, refuses, stored


@pytest.fixture
def server(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a server, as far as SQLite can be one."""
    monkeypatch.setattr(writing, "_WAIT_SHORTLY", Prepared(text("SELECT 1")))


def holds(*free: int) -> writing.Hold:
    def hold(_: Session, asked: Sequence[int]) -> Collection[int]:
        assert list(asked) == sorted({*asked})
        return {*free} & {*asked}

    return hold


def waits_too_long(session: Session) -> str:
    adds("never")(session)
    raise OperationalError("UPDATE", None, LockNotAvailable("somebody else has it"))


def became(*those: Waiting) -> list[tuple[bool, bool]]:
    return [(each.done, each.aside) for each in those]


def test_what_somebody_else_holds_is_set_aside_and_the_rest_is_written(server: None) -> None:
    here, again, there, nowhere = (
        Waiting(adds(name), of) for name, of in (("here", 1), ("again", 1), ("there", 2), ("nowhere", None))
    )
    writing._or_aside([there, here, nowhere, again], hold=holds(1, 3))
    assert became(here, again, there, nowhere) == [(True, False), (True, False), (False, True), (False, True)]
    assert stored() == {"here", "again"}


def test_a_refusal_of_one_who_is_left_alone_is_theirs(server: None) -> None:
    here, there = Waiting(refuses, 1), Waiting(adds("there"), 2)
    writing._or_aside([here, there], hold=holds(1))
    assert isinstance(here.error, Invalid)
    assert became(here, there) == [(True, False), (False, True)]
    assert (stored(), there.error) == (set(), None)


def test_when_nobody_is_left_nothing_is_written(server: None) -> None:
    there = Waiting(adds("there"), 2)
    writing._or_aside([there], hold=holds())
    assert became(there) == [(False, True)]
    assert stored() == set()


@pytest.mark.parametrize("others", [0, 1])
def test_who_would_hold_up_everybody_is_done_apart(server: None, others: int) -> None:
    """And waits there as long as one waits for a lock."""
    together = [*(Waiting(adds("other"), 1) for _ in range(others)), Waiting(waits_too_long, 2)]
    writing._or_aside(together, hold=holds(1, 2))
    assert became(*together) == [(False, True)] * (others + 1)
    assert stored() == set()
    [apart] = together[others:]
    writing._or_each_alone([apart])
    assert isinstance(apart.error, Unavailable)


def test_none_of_those_who_wait_is_forgotten_whatever_breaks_off() -> None:
    waiting = deque(Waiting(adds(name)) for name in "abcd")
    first, _, _, last = waiting

    def breaks_off(together: list[Waiting]) -> None:
        together[1].done = together[2].aside = True
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writing._write_waiting(waiting, breaks_off)
    assert list(waiting) == [first, last]


def test_a_queue_is_there_as_long_as_somebody_is_in_it(database: Path) -> None:
    with writing._queue(1) as queue:
        with writing._queue(1) as same:
            assert same is queue
        assert Current.queues == {1: queue}
    assert Current.queues == {}


def test_of_those_who_share_a_transaction_each_reads_what_is_there(database: Path) -> None:
    """And not what the one before had read."""
    with transaction() as session:
        session.add(Worker(id="a", beat_at=1.0))

    def changes(session: Session) -> Worker:
        read = session.get_one(Worker, "a")
        session.connection().exec_driver_sql("UPDATE workers SET beat_at = 2.0")
        return read

    first, second = Waiting(changes), Waiting(lambda session: session.get_one(Worker, "a").beat_at)
    writing._or_each_alone([first, second])
    assert (first.made.beat_at, second.made) == (1.0, 2.0)


def test_what_is_left_for_the_end_finds_all_that_was_written(database: Path) -> None:
    found: list[str | None] = []
    with transaction() as session:
        session.add(Worker(id="a", beat_at=1.0))
        connection = session.connection()
        ask = "SELECT id FROM workers"
        before_commit(session, "end", lambda: found.append(connection.exec_driver_sql(ask).scalar()))
    assert found == ["a"]
