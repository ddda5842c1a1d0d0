"""What is said to PostgreSQL later is said before whatever comes next, in the same transaction, and fails with it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError

from mas_hub.db import snapshot, table_of, transaction
from mas_hub.db.gathering import Gathering
from mas_hub.db.prepared import Prepared
from mas_hub.live.models import Worker
from tests.scale.conftest import Deployment

_workers = table_of(Worker)
_ADD = Prepared(insert(_workers))
_FIND = Prepared(select(_workers.c.id).where(_workers.c.id == bindparam("of")))


@pytest.fixture
def here(deployment: Deployment) -> Iterator[None]:
    with deployment.here():
        yield
        with transaction() as session:
            session.execute(_workers.delete().where(_workers.c.id.like("gathered %")))


@pytest.fixture
def waits(here: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with each time that somebody waits for PostgreSQL."""
    waited: list[str] = []
    wait = psycopg.Connection.wait

    def counted(self: Any, generator: Any, *more: Any, **named: Any) -> Any:
        if self.pgconn.status == psycopg.pq.ConnStatus.OK and generator.__name__ not in ("_enter_gen",):
            waited.append(generator.__name__)
        return wait(self, generator, *more, **named)

    monkeypatch.setattr(Gathering, "wait", counted)
    return waited


def _row(name: str, at: float = 1.0) -> dict[str, Any]:
    return {"id": f"gathered {name}", "beat_at": at}


def test_what_is_said_later_is_there_for_what_is_asked_next_and_after(here: None) -> None:
    with transaction() as session:
        _ADD.later(session, _row("prepared"))
        assert _FIND.first(session, {"of": "gathered prepared"}) == ("gathered prepared",)
        _ADD.later(session, _row("before SQLAlchemy"))
        assert session.scalar(text("SELECT count(*) FROM workers WHERE id LIKE 'gathered %'")) == 2
        _ADD.later(session, _row("committed"))
    with snapshot() as session:
        assert session.scalar(text("SELECT count(*) FROM workers WHERE id LIKE 'gathered %'")) == 3


@pytest.mark.parametrize("next_comes", ["a prepared statement", "another statement", "the commit"])
def test_its_error_comes_with_what_is_next_and_nothing_is_kept(here: None, next_comes: str) -> None:
    def twice() -> None:
        with transaction() as session:
            for name in ("before", "twice", "twice"):
                _ADD.later(session, _row(name))
            if next_comes == "a prepared statement":
                _FIND.first(session, {"of": "gathered before"})
            elif next_comes == "another statement":
                session.execute(text("SELECT 1"))

    with pytest.raises(DBAPIError, match="UniqueViolation"):
        twice()
    with transaction() as session:
        assert _FIND.first(session, {"of": "gathered before"}) is None
        _ADD.later(session, _row("as good as before"))


def test_what_was_not_said_before_a_rollback_never_is(here: None) -> None:
    def undone() -> None:
        with transaction() as session:
            _ADD.later(session, _row("never"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    with transaction() as session:
        assert _FIND.first(session, {"of": "gathered never"}) is None


def test_it_is_waited_for_once(waits: list[str]) -> None:
    """The beginning, two statements and a question; then two statements and the commit."""
    with transaction() as session:
        session.connection()
        waits.clear()
        _ADD.later(session, _row("a"))
        _ADD.later(session, _row("b"))
        _FIND.first(session, {"of": "gathered a"})
        asked = [each for each in waits if each == "_exit_gen"]
        _ADD.later(session, _row("c"))
        _ADD.later(session, _row("d"))
    assert len(asked) == 1
    assert len([each for each in waits if each == "_exit_gen"]) == 2
    assert "_commit_gen" not in waits


def test_of_a_transaction_in_which_nothing_was_done_the_server_hears_nothing(waits: list[str]) -> None:
    with transaction() as session:
        session.connection()
        waits.clear()
    assert waits == ["_rollback_gen"]
