"""A case is deleted on PostgreSQL as on SQLite: no row of any table says a word of it, and the log verifies."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import MetaData, select

from mas_hub import clock, db, meeting_log, rooms
from mas_hub.cases.models import Case
from mas_hub.replay.demo import load_demo
from mas_hub.retention.purging import purge_by_operator
from tests.retention.planting import CANARY, plant
from tests.scale.servers import Postgres

assert rooms.register is not None  # every room's tables are known


@pytest.fixture
def demo(postgres: Postgres, tmp_path: Path) -> Iterator[None]:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(b"CREATE DATABASE test_purging")
    db.configure(postgres.url.replace("/postgres", "/test_purging"))
    db.upgrade()
    meeting_log.open_log(tmp_path / "key")
    load_demo()
    yield
    db.close()


def every_row() -> str:
    with db.snapshot() as session:
        found = MetaData()
        found.reflect(session.connection())
        return repr([session.execute(select(table)).all() for table in found.sorted_tables])


def test_no_row_of_any_table_says_a_word_of_it(demo: None) -> None:
    with db.snapshot() as session:
        case_id = session.scalars(select(Case.id).where(Case.reference == "FS-2107")).one()
    plant(case_id)
    assert CANARY in every_row()
    with clock.fixed(clock.now() + timedelta(days=2000)), db.transaction() as session:
        assert purge_by_operator(session, case_id)
    assert CANARY not in every_row()
    with db.snapshot() as session:
        assert meeting_log.verify(session) == []
