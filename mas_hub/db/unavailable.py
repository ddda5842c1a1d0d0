"""When the database, not what was asked of it, is in the way: people are told to try again, in their words."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from mas_hub.errors import Unavailable
from mas_hub.monitoring import figures

log = logging.getLogger(__name__)

_DEADLOCK = "40P01"  # SQLSTATE deadlock_detected
_READ_ONLY = "25006"  # SQLSTATE read_only_sql_transaction: this server is a standby now
_SQLITE_PASSING = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    )
)


@contextmanager
def or_unavailable() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as error:
        if not passes(error):
            raise
        figures.unavailable.inc()
        log.warning("the database cannot be used just now: %s", _named(error))
        raise Unavailable("unavailable") from error


def passes(error: DBAPIError | PoolTimeoutError) -> bool:
    """Whether the database, not what was asked of it, is in the way: gone, going, full, locked, or a standby."""
    if isinstance(error, PoolTimeoutError) or error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        return isinstance(error, OperationalError) and error.orig.sqlite_errorcode & 0xFF in _SQLITE_PASSING
    return isinstance(error, OperationalError) or getattr(error.orig, "sqlstate", None) == _READ_ONLY


def is_deadlock(error: Unavailable) -> bool:
    return getattr(getattr(error.__cause__, "orig", None), "sqlstate", None) == _DEADLOCK


def _named(error: DBAPIError | PoolTimeoutError) -> str:
    """The error's kind alone; its text might quote a row."""
    return type(error.orig if isinstance(error, DBAPIError) else error).__name__
