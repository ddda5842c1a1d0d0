"""The migrations make exactly the tables that the models describe, and can be taken back."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import mas_hub.rooms  # noqa: F401 (every room registers its tables)
from mas_hub import db


def test_migrated_database_is_what_the_models_describe(tmp_path: Path) -> None:
    engine = db.configure(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    db.upgrade()
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.Base.metadata) == []


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    engine = db.configure(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    db.upgrade()
    before = inspect(engine).get_table_names()
    db.upgrade()
    assert inspect(engine).get_table_names() == before


def test_migrations_can_be_taken_back_and_done_again(tmp_path: Path) -> None:
    engine = db.configure(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    db.upgrade()
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[2] / "migrations"))
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    db.upgrade()
    assert "log_entries" in inspect(engine).get_table_names()
