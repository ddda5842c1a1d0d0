"""Which schema the database has, and whether this version can use it."""

from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, inspect, select, table

from mas_hub.config import SettingsError
from mas_hub.db.connected import where
from mas_hub.db.reading import snapshot

_VERSION = table("alembic_version", column("version_num"))
_LEFT_BY_HALVES = "_alembic_tmp_"


def is_up_to_date() -> bool:
    """Whether the database has the schema of this version. Raises `Unavailable` when it cannot be asked just now."""
    with snapshot() as session:
        return revision_of(session.connection()) == newest()


def require_this_version() -> None:
    """Raises `SettingsError` unless the database has the schema of this version; `Unavailable`."""
    with snapshot() as session:
        connection = session.connection()
        refuse_what_is_not_ours(connection, newest())
        found = revision_of(connection)
    if found is None:
        raise SettingsError(f"The database at {where()} is empty. `mas-hub database upgrade` makes its tables.")
    if found != newest():
        raise SettingsError(
            f"The database at {where()} has the schema of an older version ({found}; this one needs {newest()}). "
            "Stop what uses it, back it up, and bring it up to date with `mas-hub database upgrade`."
        )


def is_empty() -> bool:
    """Whether there are no tables yet. Raises `Unavailable`."""
    with snapshot() as session:
        return not inspect(session.connection()).get_table_names()


def refuse_what_is_not_ours(connection: Connection, wanted: str) -> None:
    """Raises `SettingsError` for what this version cannot read, or nobody can."""
    found = revision_of(connection)
    for revision in (wanted, found):
        if revision is not None and revision not in _known():
            raise SettingsError(
                f"The database at {where()} is of a newer version: its schema is {revision}, and this one knows those "
                f"up to {newest()}. Nothing was changed. Start that version again, or restore a backup made with this "
                "one into an empty database."
            )
    tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    halves = [name for name in tables if name.startswith(_LEFT_BY_HALVES)]
    if halves or (found is None and tables):
        why = f"{halves[0]} was left by a change broken off" if halves else "its tables do not say of which version"
        raise SettingsError(
            f"The database at {where()} is not whole ({why}). Nothing was changed. Keep it as it is, and restore your "
            "newest backup into an empty database with `mas-hub restore`."
        )


def revision_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(select(_VERSION.c.version_num)).scalar()


@cache
def newest() -> str:
    found = ScriptDirectory(str(migrations())).get_current_head()
    if found is None:
        raise RuntimeError("there are no migrations")
    return found


@cache
def _known() -> frozenset[str]:
    return frozenset(script.revision for script in ScriptDirectory(str(migrations())).walk_revisions())


def migrations() -> Path:
    """Beside the package in the source tree, inside it once installed from a wheel."""
    package = Path(__file__).parents[1]
    return package / "migrations" if (package / "migrations").is_dir() else package.parent / "migrations"
