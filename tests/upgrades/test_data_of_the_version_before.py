"""Every migration keeps the rows of the version before it, up, down and up again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

import mas_hub.rooms  # noqa: F401 (every room registers its tables)
from mas_hub import db
from tests.upgrades.rows import Filler, written
from tests.upgrades.walking import rows, walk


@pytest.fixture(autouse=True)
def empty(tmp_path: Path) -> Iterator[None]:
    db.configure(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield
    db.close()


def test_each_keeps_every_row() -> None:
    walk()
    with db.engine().connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert all(rows().values()), "a table without a row is not tried"


@pytest.mark.parametrize(("demo", "asked"), [(True, "optional"), (False, "for_roles")])
def test_a_second_factor_is_asked_for_in_earnest_alone(demo: bool, asked: str) -> None:
    db.upgrade("0020")
    with written() as connection:
        Filler().fill(connection)
        connection.execute(text("UPDATE partnership SET demo = :demo"), {"demo": demo})
    db.upgrade("0021")
    assert rows()["partnership"][(1,)]["second_factor"] == asked
