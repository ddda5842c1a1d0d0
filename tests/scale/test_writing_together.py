"""Those who write at the same moment on PostgreSQL share a commit, and none waits for what another alone needs."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from mas_hub import db
from mas_hub.db import engines
from mas_hub.db.connected import Current
from mas_hub.errors import Invalid, Unavailable
from mas_hub.live.models import Worker
from tests.commits import counted_commits

LONG_S = 30


def hold_free(session: Session, things: Sequence[int]) -> set[int]:
    return {thing for thing in things if session.scalar(select(func.pg_try_advisory_xact_lock(thing)))}


@pytest.fixture
def server(upgraded: str) -> Iterator[str]:
    db.configure(upgraded, pool=3)
    yield upgraded
    assert Current.queues == {}


@pytest.fixture
def commits(server: str) -> Iterator[list[int]]:
    with counted_commits() as made:
        yield made


class Writers:
    """Each writes a row named `number` in its thing; `meanwhile` is called in its transaction."""

    def __init__(self) -> None:
        self.answers: dict[int, Any] = {}
        self._threads = ThreadPoolExecutor(16)
        self._at_work: list[Future[None]] = []

    def start(self, number: int, of: int, meanwhile: Callable[[Session], object] = lambda _: None) -> None:
        def work(session: Session) -> int:
            session.execute(select(func.pg_advisory_xact_lock(of)))
            session.execute(insert(Worker).values(id=f"{number}", beat_at=1.0))
            meanwhile(session)
            return number

        def write() -> None:
            try:
                self.answers[number] = db.write_together(work, of=of, hold=hold_free)
            except (Invalid, Unavailable) as refused:
                self.answers[number] = refused.code

        self._at_work.append(self._threads.submit(write))

    def end(self) -> dict[int, Any]:
        for each in self._at_work:
            each.result(LONG_S)
        self._threads.shutdown()
        return self.answers


@contextmanager
def busy(writers: Writers, of: int) -> Iterator[None]:
    """Writer 0 has the turn and keeps it, so that who comes meanwhile waits and then is together."""
    begun, may_go = threading.Event(), threading.Event()

    def wait(_session: Session) -> None:
        begun.set()
        may_go.wait(LONG_S)

    writers.start(0, of, wait)
    assert begun.wait(LONG_S)
    yield
    may_go.set()


def until(condition: Callable[[], bool]) -> None:
    given_up = threading.Event()
    for _ in range(LONG_S * 1000):
        if condition():
            return
        given_up.wait(0.001)
    raise AssertionError("it did not come to that")


def waiting() -> int:
    return sum(len(queue.waiting) for queue in list(Current.queues.values()))


def written() -> set[str]:
    with db.snapshot() as session:
        return set(session.scalars(select(Worker.id)))


def refuse(_session: Session) -> None:
    raise Invalid("nothing_changed")


def test_who_writes_in_different_things_shares_one_commit_and_one_connection(commits: list[int]) -> None:
    writers = Writers()
    with busy(writers, 1):
        for number in range(1, 7):
            writers.start(number, number)
        until(lambda: waiting() == 6)
        assert db.engine().pool.checkedout() == 1  # type: ignore[attr-defined]
    assert writers.end() == {number: number for number in range(7)}
    assert len(commits) == 2
    assert written() == {f"{number}" for number in range(7)}


def test_a_refusal_is_its_own_alone(commits: list[int]) -> None:
    writers = Writers()
    with busy(writers, 1):
        for number in range(1, 7):
            writers.start(number, of=1 + number % 2, meanwhile=refuse if number == 3 else lambda _: None)
        until(lambda: waiting() == 6)
    assert writers.end() == {0: 0, 1: 1, 2: 2, 3: "nothing_changed", 4: 4, 5: 5, 6: 6}
    assert written() == {"0", "1", "2", "4", "5", "6"}


@contextmanager
def elsewhere(url: str, lock: str) -> Iterator[None]:
    """Another worker is in a transaction that holds something."""
    with psycopg.connect(url.replace("+psycopg", "")) as other:
        other.execute(lock.encode())
        yield


def test_what_another_worker_holds_is_waited_for_apart_on_one_connection(server: str) -> None:
    writers = Writers()
    with elsewhere(server, "SELECT pg_advisory_xact_lock(7)"):
        for number in range(5):
            writers.start(number, of=7)
        until(lambda: 7 in Current.queues and len(Current.queues[7].waiting) == 4)
        assert db.engine().pool.checkedout() == 1  # type: ignore[attr-defined]
        for number in range(5, 9):
            writers.start(number, of=8)
        until(lambda: len(writers.answers) == 4)
        assert writers.answers == {number: number for number in range(5, 9)}
    assert writers.end() == {number: number for number in range(9)}
    assert written() == {f"{number}" for number in range(9)}


def test_who_meets_what_somebody_else_holds_later_on_keeps_nobody_waiting(server: str) -> None:
    """As a change of the partnership might: not the thing itself is held, but something that the work needs."""

    def needs_what_is_held(session: Session) -> None:
        session.execute(select(func.pg_advisory_xact_lock(7)))

    writers = Writers()
    with elsewhere(server, "SELECT pg_advisory_xact_lock(7)"):
        with busy(writers, 1):
            writers.start(1, of=1)
            writers.start(2, of=2, meanwhile=needs_what_is_held)
            writers.start(3, of=3)
            until(lambda: waiting() == 3)
        until(lambda: len(writers.answers) == 3)
        assert writers.answers == {0: 0, 1: 1, 3: 3}
    assert writers.end() == {0: 0, 1: 1, 2: 2, 3: 3}
    assert written() == {"0", "1", "2", "3"}


def test_what_nobody_lets_go_of_is_said_to_those_who_need_it(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engines._SERVER_CONNECTION, "options", "-c lock_timeout=600ms")
    db.configure(server)
    writers = Writers()
    with elsewhere(server, "SELECT pg_advisory_xact_lock(7)"):
        writers.start(0, of=7)
        writers.start(1, of=7)
        writers.start(2, of=8)
        assert writers.end() == {0: "unavailable", 1: "unavailable", 2: 2}
    assert written() == {"2"}
