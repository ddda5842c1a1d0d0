"""How each of the two databases is connected to."""

import sqlite3
import time
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DisconnectionError

from mas_hub.db.gathering import Gathering

BUSY_MS = 5_000
LONGEST_PAUSE_S = 0.05
IDLE_S = 1.0
_USED_AT = "used_at"
_NEVER_BLOCKS = "never_blocks"

WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED"
"""Not `READ WRITE`: a standby would refuse that in other words than it refuses a write (docs/decisions/0010)."""
READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

# What a worker asks of every PostgreSQL connection. A lock held by a worker that died without a word frees itself, a
# server that died without a word is noticed, and "saved" always means on the disk.
_SERVER_SETTINGS = {
    "synchronous_commit": "on",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
    "timezone": "UTC",
}
_SERVER_CONNECTION = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "mas_hub",
    "options": " ".join(f"-c {name}={value}" for name, value in _SERVER_SETTINGS.items()),
}


def sqlite_engine(url: str) -> Engine:
    made = create_engine(
        url,
        connect_args={"timeout": 5, "check_same_thread": False},
        pool_size=20,
        pool_use_lifo=True,
        hide_parameters=True,
    )

    @event.listens_for(made, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin" below decides, not the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MS}",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _on_begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            _begin_writing(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return made


def connection_for_writing(made: Engine) -> Connection:
    """A connection of an SQLite engine, kept for one writer after the other.

    So it is neither taken from the pool and given back for each, nor told each time not to block.
    """
    kept = made.connect()
    _driver(kept).execute("PRAGMA busy_timeout=0")
    kept.info[_NEVER_BLOCKS] = True
    return kept


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _begin_writing(connection: Connection) -> None:
    """Begin when no other process writes. SQLite itself would wait for that and let nobody else of this process go on.

    Raises what SQLAlchemy raises when the other has not ended after `BUSY_MS`. Writers of this process are in order
    anyway.
    """
    driver = _driver(connection)
    if connection.info.get(_NEVER_BLOCKS):
        _begin_when_free(connection, driver)
        return
    driver.execute("PRAGMA busy_timeout=0")
    try:
        _begin_when_free(connection, driver)
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def _begin_when_free(connection: Connection, driver: Any) -> None:
    until, pause_s = time.monotonic() + BUSY_MS / 1000, 0.001
    while time.monotonic() < until:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                break
        else:
            return
        time.sleep(pause_s)
        pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # for SQLAlchemy's own error


def server_engine(url: str, pool: int) -> Engine:
    """`READ COMMITTED` for writes: what follows a lock sees what was committed before it was got.

    The option `begins` of an engine or a connection says with what words a transaction begins.
    """
    made = create_engine(
        _with_psycopg(url),
        connect_args=_SERVER_CONNECTION,
        isolation_level="AUTOCOMMIT",  # for the driver: transactions begin below
        pool_size=pool,
        max_overflow=0,
        pool_timeout=5,
        pool_recycle=3600,
        hide_parameters=True,
    )

    @event.listens_for(made, "do_connect")
    def _on_connect(_dialect: Any, _record: Any, args: Any, kwargs: Any) -> Gathering:
        return Gathering.connect(*args, **kwargs)

    @event.listens_for(made, "begin")
    def _on_begin(connection: Connection) -> None:
        _driver(connection).begin(connection.get_execution_options().get("begins", WRITING))

    @event.listens_for(made, "checkout")
    def _on_checkout(connection: Any, record: Any, _proxy: Any) -> None:
        """Whether it is still there is asked of one that was idle: of every one, it is a round trip for each act."""
        if time.monotonic() - record.info.get(_USED_AT, 0.0) < IDLE_S:
            return
        try:
            made.dialect.do_ping(connection)
        except made.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool makes another

    @event.listens_for(made, "checkin")
    def _on_checkin(_connection: Any, record: Any) -> None:
        record.info[_USED_AT] = time.monotonic()

    return made


def _with_psycopg(url: str) -> URL:
    """`postgresql://`, as operators write it, means psycopg 3 here."""
    made = make_url(url)
    return made.set(drivername="postgresql+psycopg") if made.drivername in ("postgresql", "postgres") else made
