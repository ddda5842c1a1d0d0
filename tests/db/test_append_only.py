"""The database itself keeps the record as it was written; erasing is let through."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

import mas_hub.rooms  # noqa: F401 (every room registers its tables)
from mas_hub import db
from mas_hub.db import transaction
from mas_hub.db.append_only import guard, is_guarded, unguard
from tests.upgrades.rows import Filler, written


@pytest.fixture(scope="module")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "hub.sqlite"
    db.configure(f"sqlite:///{path}")
    db.upgrade()
    with written() as connection:
        Filler().fill(connection)
        unguard(connection)
        # With which the entries of that meeting may go, and of no other.
        connection.execute(text("DELETE FROM purged_meetings WHERE meeting_id = (SELECT max(id) FROM meetings)"))
        guard(connection)
    db.close()
    return path


@pytest.fixture(autouse=True)
def filled(_filled: Path, tmp_path: Path) -> Iterator[None]:
    shutil.copy(_filled, tmp_path)
    db.configure(f"sqlite:///{tmp_path / _filled.name}")
    yield
    db.close()


def do(statement: str) -> None:
    with transaction() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entries SET kind = 'forged' WHERE seq = 1 OR seq > 1",
        "UPDATE log_entries SET body = 'another'",
        "UPDATE log_entries SET salt = 'another'",
        "DELETE FROM log_entries",
        "UPDATE audit SET what = 'nothing'",
        "UPDATE audit SET detail = '{\"n\": 0}'",
        "UPDATE audit SET person_id = 4711 WHERE person_id IS NOT NULL",
        "UPDATE audit SET hash = 'another' WHERE hash IS NOT NULL",
        "UPDATE audit SET person_id = NULL, agency_id = NULL, detail = '{}', salt = NULL",
        "DELETE FROM audit",
    ],
)
def test_changing_and_deleting_are_refused(statement: str) -> None:
    with pytest.raises(IntegrityError, match="is never changed or deleted"):
        do(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entries SET body = NULL, salt = NULL",
        "UPDATE audit SET detail = detail || ' ', id = id, at = at",
        "UPDATE audit SET hash = 'h', lane = 1, seq = 1 WHERE hash IS NULL AND lane IS NULL AND seq IS NULL",
    ],
)
def test_erasing_and_joining_a_chain_are_not(statement: str) -> None:
    do(statement)


def test_guards_that_were_taken_away_are_set_again_at_the_next_start() -> None:
    with written() as connection:
        unguard(connection)
        assert not is_guarded(connection)
    db.upgrade()
    with written() as connection:
        assert is_guarded(connection)
