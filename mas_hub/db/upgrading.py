"""Bringing the schema to that of this version: in one transaction, or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from mas_hub.config import SettingsError
from mas_hub.db.append_only import guard, is_guarded, unguard
from mas_hub.db.connected import engine, engine_for, is_sqlite, where
from mas_hub.db.schema import migrations, newest, refuse_what_is_not_ours, revision_of
from mas_hub.db.unavailable import passes_by_itself, reason_of

_UPGRADE_LOCK = 0x6D617368  # any number will do, as long as every worker takes the same
_MAY_NOT = "42501"  # SQLSTATE insufficient_privilege

First = Callable[[str], None]


def upgrade(revision: str = "head", *, first: First | None = None) -> None:
    """Bring the configured database to the newest schema, or to that of `revision`, unless it is there already.

    Killed or refused at any place, the database is as it was. `first` is called with the revision that a database had
    which is about to get another; meanwhile nobody upgrades and, on SQLite, nobody writes. Raises `SettingsError` when
    this version cannot do it, or should not.
    """
    wanted = newest() if revision == "head" else revision
    with changing() as connection:
        before = revision_of(connection)
        refuse_what_is_not_ours(connection, wanted)
        if before == wanted and is_guarded(connection):
            return
        if first is not None and before is not None and before != wanted:
            first(before)
        with _or_said(before, wanted):
            move(connection, command.upgrade, revision)


def move(connection: Connection, how: Callable[[Config, str], None], revision: str) -> None:
    """To another revision, by one of Alembic's commands, in the transaction of `connection`."""
    config = Config()
    config.set_main_option("script_location", str(migrations()))
    config.attributes["connection"] = connection
    unguard(connection)
    how(config, revision)
    if is_sqlite():
        lost = {table for table, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check")}
        if lost:
            raise SettingsError(f"Rows of {', '.join(sorted(lost))} refer to something that is not there.")
    guard(connection)


@contextmanager
def changing() -> Iterator[Connection]:
    """A transaction in which nobody else changes the schema.

    To change a table, SQLite is given a new one and the old one is dropped; while it looks at references that would
    delete, or be refused by, what refers to its rows. So it looks at them once, at the end (`move`).
    """
    with engine_for("writing", engine()).connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        if is_sqlite():
            driver.execute("PRAGMA foreign_keys=OFF")  # before the transaction: within one it has no effect
        try:
            with connection.begin():
                if not is_sqlite():  # several workers may start at once
                    connection.execute(text("SET LOCAL lock_timeout = 0"))
                    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '1h'"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
                yield connection
        finally:
            if is_sqlite():
                driver.execute("PRAGMA foreign_keys=ON")


@contextmanager
def _or_said(before: str | None, wanted: str) -> Iterator[None]:
    """What keeps the schema from being changed, in words; what passes by itself is raised as it is."""
    unchanged = f"Nothing was changed: its schema is still {before or 'empty'}."
    try:
        yield
    except SettingsError as error:
        raise SettingsError(f"The database at {where()} cannot be brought to {wanted}. {error} {unchanged}") from None
    except DBAPIError as error:
        if passes_by_itself(error):
            raise
        if getattr(error.orig, "sqlstate", None) == _MAY_NOT:
            raise SettingsError(
                f"The tables at {where()} have to be changed, and this role may not. Run `mas-hub database upgrade` "
                f"with their owner's URL in MAS_HUB_DATABASE_OWNER_URL, then start again. {unchanged}"
            ) from None
        raise SettingsError(
            f"The database at {where()} could not be brought to {wanted} ({reason_of(error)}). {unchanged} "
            "Mend that and start again, or go on with the version that you had."
        ) from None
