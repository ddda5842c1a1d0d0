"""Those who write at the same moment share a commit, and nobody suffers from another's refusal."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from psycopg.errors import DeadlockDetected
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from mas_hub.db import (
    add_unless_there,
    after_commit,
    before_commit,
    snapshot,
    table_of,
    transaction,
    write_together,
    writing,
)
from mas_hub.db.connected import Current
from mas_hub.errors import Invalid, Unavailable
from mas_hub.live.models import Worker
from tests.commits import counted_commits

workers = table_of(Worker)


def adds(name: str, told: list[str] | None = None) -> Callable[[Session], str]:
    def work(session: Session) -> str:
        session.add(Worker(id=name, beat_at=1.0))
        if told is not None:
            after_commit(session, ("told", name), lambda: told.append(name))
        return name

    return work


def refuses(session: Session) -> str:
    session.add(Worker(id="never", beat_at=1.0))
    session.flush()
    raise Invalid("nothing_changed")


def stored() -> set[str]:
    with snapshot() as session:
        return set(session.scalars(select(Worker.id)))


@pytest.fixture
def commits(database: Path) -> Iterator[list[int]]:
    with counted_commits() as made:
        yield made


def at_once(*works: Callable[[Session], str]) -> list[str | BaseException]:
    """All of them while somebody else writes, so that all wait; what became of each."""
    with ThreadPoolExecutor(len(works)) as threads:
        with Current.write_lock:
            asked = [threads.submit(write_together, work) for work in works]
            while sum(len(queue.waiting) for queue in Current.queues.values()) < len(works):
                threading.Event().wait(0.001)
        return [each.exception() or each.result() for each in asked]


def test_one_alone_is_written_and_answered(database: Path) -> None:
    told: list[str] = []
    assert write_together(adds("a", told)) == "a"
    assert stored() == {"a"}
    assert told == ["a"]


def test_those_who_wait_share_one_commit(commits: list[int]) -> None:
    told: list[str] = []
    names = [f"w{number}" for number in range(12)]
    assert at_once(*(adds(name, told) for name in names)) == names
    assert len(commits) == 1
    assert stored() == set(names)
    assert sorted(told) == sorted(names)


def test_a_refusal_is_its_own_alone(database: Path) -> None:
    told: list[str] = []
    before, refused, after = at_once(adds("before", told), refuses, adds("after", told))
    assert (before, after) == ("before", "after")
    assert isinstance(refused, Invalid)
    assert stored() == {"before", "after"}
    assert sorted(told) == ["after", "before"]


def ends_with(name: str, noted: list[tuple[str, set[str]]]) -> Callable[[Session], str]:
    """Notes what is stored already when it comes to its end: before the commit, and after it."""

    def work(session: Session) -> str:
        session.add(Worker(id=name, beat_at=1.0))
        before_commit(session, "end", lambda: noted.append((f"{name} before", stored())))
        after_commit(session, "end", lambda: noted.append((f"{name} after", stored())))
        return name

    return work


def test_of_each_what_ends_it_comes_before_the_commit_and_what_tells_of_it_after(database: Path) -> None:
    noted: list[tuple[str, set[str]]] = []
    assert at_once(ends_with("a", noted), ends_with("b", noted)) == ["a", "b"]
    assert write_together(ends_with("c", noted)) == "c"
    with transaction() as session:
        ends_with("d", noted)(session)
    together, three, four = {"a", "b"}, {"a", "b", "c"}, {"a", "b", "c", "d"}
    assert sorted(noted[:4]) == [("a after", together), ("a before", set()), ("b after", together), ("b before", set())]
    assert noted[4:] == [("c before", together), ("c after", three), ("d before", three), ("d after", four)]


def test_what_is_saved_is_answered_though_telling_of_it_fails(database: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody is told that what they did was refused when it stands; and the others are told all the same."""
    told: list[str] = []

    def tells_badly(session: Session) -> str:
        after_commit(session, "badly", lambda: _fails(session))
        return adds("a", told)(session)

    assert write_together(tells_badly) == "a"
    assert (stored(), told) == ({"a"}, ["a"])
    assert "what was written stands" in caplog.text


def test_no_more_share_a_commit_than_agreed(commits: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_TOGETHER", 4)
    names = [f"w{number}" for number in range(9)]
    assert at_once(*(adds(name) for name in names)) == names
    assert len(commits) == 3


def test_what_one_wrote_the_next_reads(database: Path) -> None:
    def counts(session: Session) -> str:
        session.add(Worker(id=f"{session.scalar(select(func.count()).select_from(Worker))}", beat_at=1.0))
        return ""

    at_once(counts, counts, counts)
    assert stored() == {"0", "1", "2"}


def test_when_the_database_is_away_everybody_is_told_and_nothing_is_tried_again(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def away(_session: Session) -> None:
        tried.append(1)
        error = OperationalError("COMMIT", None, Exception("gone"))
        error.connection_invalidated = True
        raise error

    monkeypatch.setattr(Session, "commit", away)
    assert [type(answer) for answer in at_once(adds("a"), adds("b"))] == [Unavailable, Unavailable]
    monkeypatch.undo()
    assert stored() == set()
    assert tried == [1]
    assert write_together(adds("c")) == "c"


def test_those_who_together_meet_another_head_on_are_each_done_alone(database: Path) -> None:
    tried: list[str] = []

    def collides(session: Session) -> str:
        tried.append("b")
        if len(tried) == 1:
            raise OperationalError("UPDATE", None, DeadlockDetected("the other was there first"))
        return adds("b")(session)

    assert at_once(adds("a"), collides) == ["a", "b"]
    assert stored() == {"a", "b"}
    assert tried == ["b", "b"]


def test_no_transaction_inside_a_transaction(database: Path) -> None:
    with transaction(), pytest.raises(RuntimeError):
        write_together(adds("a"))
    with transaction(), pytest.raises(RuntimeError), transaction():
        pass
    with pytest.raises(RuntimeError):
        write_together(lambda _: write_together(adds("a")))
    assert stored() == set()


def test_one_at_a_time_is_in_a_transaction(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite they share one connection: whoever comes meanwhile is let in when the other is through."""
    came, order = threading.Event(), []
    lock = Current.write_lock

    class Asked:
        def acquire(self) -> None:
            came.set()
            lock.acquire()

        def release(self) -> None:
            lock.release()

    def second() -> None:
        try:
            with transaction():
                order.append("second")
        finally:
            came.set()

    monkeypatch.setattr(Current, "write_lock", Asked())
    with ThreadPoolExecutor(1) as thread:
        with transaction():
            came.clear()
            other = thread.submit(second)
            assert came.wait(60)
            order.append("first")
        other.result()
    assert order == ["first", "second"]


def test_a_row_is_added_once(database: Path) -> None:
    with transaction() as session:
        assert add_unless_there(session, workers, {"id": "a", "beat_at": 1.0})
        assert not add_unless_there(session, workers, {"id": "a", "beat_at": 2.0})
    assert stored() == {"a"}


def test_who_writes_alone_waits_for_nobody_and_who_has_company_for_a_moment(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    now = [time.monotonic()]
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    for name in ("first", "after a pause"):
        write_together(adds(name))
        now[0] += writing.GATHER_S
    assert slept == []
    write_together(adds("also after a pause"))
    write_together(adds("shortly after"))
    assert slept == [0.0]
    Current.together = 2
    write_together(adds("had company"))
    write_together(adds("alone again"))
    assert slept[1] == pytest.approx(writing.GATHER_S)
    assert slept[2] == 0.0


def test_one_connection_is_kept_for_writing_whatever_became_of_the_last(database: Path) -> None:
    with transaction() as session:
        kept = session.connection()
        adds("a")(session)
    with pytest.raises(ZeroDivisionError):
        write_together(_fails)
    assert write_together(lambda session: session.connection()) is kept
    kept.invalidate()
    write_together(adds("b"))
    assert stored() == {"a", "b"}


def _fails(session: Session) -> None:
    adds("never")(session)
    raise ZeroDivisionError


FULL = """
import os, resource, signal, sys
from mas_hub import db
from mas_hub.errors import Unavailable
from mas_hub.live.models import Worker
from tests.commits import counted_commits
from sqlalchemy import insert

database = sys.argv[1]
db.configure(f"sqlite:///{database}")
db.upgrade()

def write(name, size):
    try:
        with db.transaction() as session:
            for number in range(size):
                session.execute(insert(Worker).values(id=f"{name} {number}", beat_at=1.0))
    except Unavailable:
        return "unavailable"
    return "written"

said = [write("before", 1)]
limit = resource.getrlimit(resource.RLIMIT_FSIZE)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (os.path.getsize(database + "-wal") + 4096, limit[1]))
said += [write("full", 50) for _ in range(3)]
resource.setrlimit(resource.RLIMIT_FSIZE, limit)
said.append(write("after", 1))
print(*said, db.engine().pool.checkedout())
"""


def test_a_commit_that_fails_is_not_the_last(tmp_path: Path) -> None:
    """A disk that is full shows at the commit. Whoever writes then is told to try again, and can when there is room."""
    said = subprocess.check_output([sys.executable, "-c", FULL, str(tmp_path / "mas_hub.sqlite")], text=True)
    assert said.split() == ["written", "unavailable", "unavailable", "unavailable", "written", "1"]
