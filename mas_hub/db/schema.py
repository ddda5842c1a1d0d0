"""The schema: brought to that of this version, step by step."""

from functools import cache
from pathlib import Path

from sqlalchemy import text

from mas_hub.db.connected import engine, engine_for, is_sqlite
from mas_hub.db.reading import snapshot

_UPGRADE_LOCK = 0x6D617368  # any number will do, as long as every worker takes the same


def upgrade(revision: str = "head") -> None:
    """Bring the configured database to the newest schema, or to that of `revision`, unless it is there already."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_migrations()))
    with engine_for("writing", engine()).begin() as connection:
        if not is_sqlite():  # several workers may start at once
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def is_up_to_date() -> bool:
    """Whether the database has the schema of this version. Raises `Unavailable` when it cannot be asked just now."""
    from alembic.migration import MigrationContext

    with snapshot() as session:
        return MigrationContext.configure(session.connection()).get_current_revision() == _newest()


@cache
def _newest() -> str | None:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(_migrations())).get_current_head()


def _migrations() -> Path:
    """Beside the package in the source tree, inside it once installed from a wheel."""
    package = Path(__file__).parents[1]
    return package / "migrations" if (package / "migrations").is_dir() else package.parent / "migrations"
