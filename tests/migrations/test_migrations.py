"""The migrations make exactly the tables that the models describe, and can be taken back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

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


def test_migrated_database_is_what_the_models_describe() -> None:
    db.upgrade()
    with db.engine().connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.Base.metadata) == []


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
