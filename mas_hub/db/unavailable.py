"""When the database is in the way, and not what was asked of it: people are told to try again."""

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from mas_hub.errors import Unavailable
from mas_hub.monitoring import figures

log = logging.getLogger(__name__)

_DEADLOCK = "40P01"  # SQLSTATE deadlock_detected
_LOCKED = "55P03"  # SQLSTATE lock_not_available
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
_SQLITE_MOMENTARY = frozenset((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED))

# Before a connection exists PostgreSQL says in words alone why there is none. In another language it is waited for,
# and said in the end.
_REFUSED = re.compile(
    r"password authentication failed|no password supplied|no pg_hba\.conf entry|(?:database|role) \".*\" does not exist"
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


def passes_by_itself(error: BaseException) -> bool:
    """Whether waiting helps at the start: a file is only ever locked, never away; a wrong password stays wrong."""
    if isinstance(error, DBAPIError) and isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _SQLITE_MOMENTARY
    return isinstance(error, DBAPIError | PoolTimeoutError) and passes(error) and not is_refused(error)


def is_refused(error: BaseException) -> bool:
    return bool(_REFUSED.search(reason_of(error)))


def reason_of(error: BaseException) -> str:
    """What the database said, for an operator."""
    said = str(getattr(error, "orig", None) or error).strip()
    return " ".join(said.splitlines()[:2])[:300]


def is_deadlock(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) == _DEADLOCK


def waited_too_long(error: DBAPIError) -> bool:
    """For what somebody else holds."""
    return getattr(error.orig, "sqlstate", None) == _LOCKED


def _named(error: DBAPIError | PoolTimeoutError) -> str:
    """The error's kind alone; its text might quote a row."""
    return type(error.orig if isinstance(error, DBAPIError) else error).__name__
