"""Every migration keeps the rows of the version before it, up, down and up again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

import mas_hub.rooms  # noqa: F401 (every room registers its tables)
from mas_hub import db
from tests.upgrades.meaning import MEANING
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


def test_what_was_named_in_the_chair_is_told_from_what_an_agency_s_own_people_said() -> None:
    """Whoever chairs one meeting may speak for their agency in another, which somebody else chairs."""
    db.upgrade("0051")
    with written() as connection:
        Filler().fill(connection, several=5)
        seats, said = (connection.execute(text(f"SELECT id FROM {of} ORDER BY id")).scalars().all() for of in SEATED)
        ids = {f"seat_{n}": each for n, each in enumerate(seats)} | {f"said_{n}": each for n, each in enumerate(said)}
        for change in NAMED:
            connection.execute(text(change), {name: each for name, each in ids.items() if f":{name}" in change})
    before = rows()
    db.upgrade("0052")
    after = rows()
    MEANING["0052"](before, after)
    assert [bool(row["by_chair"]) for _, row in sorted(after["involvements"].items())] == [False, True, *[False] * 3]


SEATED = ("seats", "involvements")
_OF_FIRST, _OF_THIRD = (
    "(SELECT meeting_id FROM seats WHERE id = :seat_0)",
    "(SELECT person_id FROM seats WHERE id = :seat_2)",
)
NAMED = (
    "UPDATE seats SET role = 'representative'",
    "UPDATE seats SET role = 'facilitator' WHERE id IN (:seat_1, :seat_3, :seat_4)",
    f"UPDATE seats SET meeting_id = {_OF_FIRST} WHERE id = :seat_3",  # somebody else chairs the first's meeting
    f"UPDATE seats SET person_id = {_OF_THIRD} WHERE id = :seat_1",  # the third chairs the second's
    f"UPDATE involvements SET person_id = {_OF_THIRD} WHERE id = :said_1",
    "UPDATE involvements SET service = '' WHERE id = :said_4",
)
