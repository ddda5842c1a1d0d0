"""The migrations make exactly the tables that the models describe, and can be taken back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, inspect

import mas_hub.rooms  # noqa: F401 (every room registers its tables)
from mas_hub import db
from mas_hub.db.schema import migrations
from tests.upgrades.meaning import MEANING
from tests.upgrades.walking import downgrade, revisions

MAKES_DATA = re.compile(r"\bop\.(?:execute|bulk_insert|get_bind)\b")


@pytest.fixture(autouse=True)
def empty(tmp_path: Path) -> Iterator[None]:
    db.configure(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield
    db.close()


def test_migrated_database_is_what_the_models_describe(tmp_path: Path) -> None:
    db.upgrade()
    with db.engine().connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.Base.metadata) == []
    for table, column, default in _defaults():  # which rows of before got
        assert default in _begins_with(db.Base.metadata.tables[table].columns[column]), (table, column)
    migrated = _conditions()  # which Alembic does not compare; and a table that is changed is made anew on SQLite
    db.Base.metadata.create_all(db.configure(f"sqlite:///{tmp_path / 'made.sqlite'}"))
    assert migrated == _conditions()
    assert migrated["partnership"] != migrated["people"] != migrated["agencies"]


def _defaults() -> list[tuple[str, str, str]]:
    there = inspect(db.engine())
    return [
        (table, column["name"], column["default"].strip("'"))
        for table in db.Base.metadata.tables
        for column in there.get_columns(table)
        if column["default"] is not None
    ]


def _begins_with(column: Column[Any]) -> set[str]:
    """What a new row has, as SQL says it. Nothing, where that has to be given."""
    default: Any = column.default
    if default is None:
        return {"", "[]", "{}", "0"}
    begun = default.arg(None) if default.is_callable else default.arg
    return {str(int(begun) if isinstance(begun, bool) else begun)}


def _conditions() -> dict[str, tuple[set[str], dict[str | None, str]]]:
    """Of each table what it checks, and the condition of each index that has one."""
    there = inspect(db.engine())
    return {
        table: (
            {check["sqltext"] for check in there.get_check_constraints(table)},
            {
                index["name"]: str(index["dialect_options"]["sqlite_where"])
                for index in there.get_indexes(table)
                if "sqlite_where" in index.get("dialect_options", {})
            },
        )
        for table in db.Base.metadata.tables
    }


def test_migrating_twice_changes_nothing() -> None:
    db.upgrade()
    before = inspect(db.engine()).get_table_names()
    db.upgrade()
    assert inspect(db.engine()).get_table_names() == before


def test_migrations_can_be_taken_back_and_done_again() -> None:
    db.upgrade()
    downgrade("base")
    assert inspect(db.engine()).get_table_names() == ["alembic_version"]
    db.upgrade()
    assert "log_entries" in inspect(db.engine()).get_table_names()


def test_what_a_migration_makes_up_is_checked() -> None:
    files = sorted(migrations().glob("versions/*.py"))
    assert len(files) == len(revisions())
    made_up = {file.name[:4] for file in files if MAKES_DATA.search(file.read_text(encoding="utf-8"))}
    assert made_up <= MEANING.keys(), "say in tests/upgrades/meaning.py what it has to come to"
