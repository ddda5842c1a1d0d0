"""A database that is not there yet is waited for. One that can never be used is said at once."""

import logging
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from mas_hub import db
from mas_hub.config import SettingsError
from mas_hub.errors import Unavailable

log = logging.getLogger(__name__)

ASK_EVERY_S = 0.5
SAY_EVERY_S = 10.0
LONGEST_S = 300.0

Made = TypeVar("Made")

# Before a connection exists PostgreSQL says in words alone why there is none. In another language it is waited for,
# and said in the end.
_REFUSED = re.compile(
    r"password authentication failed|no password supplied|no pg_hba\.conf entry|(?:database|role) \".*\" does not exist"
)
_SQLITE_PASSING = frozenset((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED))


def when_there(
    attempt: Callable[[], Made],
    *,
    meanwhile: Callable[[], AbstractContextManager[object]] = nullcontext,
    longest_s: float = LONGEST_S,
) -> Made:
    """What `attempt` makes, tried again while the database is away. `meanwhile` is entered when there is a wait.

    Raises `SettingsError` when the database can never be used as the settings name it, or was away for `longest_s`.
    """
    began = time.monotonic()
    try:
        return attempt()
    except (SQLAlchemyError, Unavailable) as error:
        reason = _why_away(error)
    log.warning("waiting for the database at %s (%s)", _where(), reason)
    say_at = began + SAY_EVERY_S
    with meanwhile():
        while True:
            time.sleep(ASK_EVERY_S)
            waited = time.monotonic() - began
            try:
                made = attempt()
            except (SQLAlchemyError, Unavailable) as error:
                reason = _why_away(error)
            else:
                log.warning("the database answers, after %.0f s", waited)
                return made
            if waited > longest_s:
                raise SettingsError(
                    f"The database at {_where()} has not answered for {waited:.0f} s ({reason}). "
                    "Start it, or say with MAS_HUB_DATABASE_URL where it is."
                )
            if time.monotonic() >= say_at:
                say_at += SAY_EVERY_S
                log.warning("still waiting for the database at %s, %.0f s now (%s)", _where(), waited, reason)


def _why_away(error: BaseException) -> str:
    """Why the database cannot be used just now. Raises `SettingsError` when waiting will not help."""
    cause = error.__cause__ if isinstance(error, Unavailable) and error.__cause__ else error
    reason = _reason(cause)
    if _waiting_helps(cause, reason):
        return reason
    hint = "" if _REFUSED.search(reason) else " Bring it up to date with `mas-hub database upgrade`."
    raise SettingsError(f"The database at {_where()} cannot be used ({reason}).{hint}") from None


def _waiting_helps(cause: BaseException, reason: str) -> bool:
    if isinstance(cause, DBAPIError) and isinstance(cause.orig, sqlite3.Error):  # a file is not away
        return getattr(cause.orig, "sqlite_errorcode", 0) & 0xFF in _SQLITE_PASSING
    return isinstance(cause, DBAPIError | PoolTimeoutError) and db.passes(cause) and not _REFUSED.search(reason)


def _reason(cause: BaseException) -> str:
    said = str(getattr(cause, "orig", None) or cause).strip()
    return " ".join(said.splitlines()[:2])[:300]


def _where() -> str:
    return db.engine().url.render_as_string(hide_password=True)
