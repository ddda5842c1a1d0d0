"""Waiting for a database that is not there yet. One that can never be used is told of at once."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from mas_hub.config import SettingsError
from mas_hub.db.connected import where
from mas_hub.db.unavailable import is_refused, passes_by_itself, reason_of
from mas_hub.errors import Unavailable

log = logging.getLogger(__name__)

ASK_EVERY_S = 0.5
SAY_EVERY_S = 10.0
LONGEST_S = 300.0

Made = TypeVar("Made")


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
    log.warning("waiting for the database at %s (%s)", where(), reason)
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
                    f"The database at {where()} has not answered for {waited:.0f} s ({reason}). "
                    "Start it, or say with MAS_HUB_DATABASE_URL where it is."
                )
            if time.monotonic() >= say_at:
                say_at += SAY_EVERY_S
                log.warning("still waiting for the database at %s, %.0f s now (%s)", where(), waited, reason)


def _why_away(error: BaseException) -> str:
    """Why the database cannot be used just now. Raises `SettingsError` when waiting will not help."""
    cause = error.__cause__ if isinstance(error, Unavailable) and error.__cause__ else error
    reason = reason_of(cause)
    if passes_by_itself(cause):
        return reason
    hint = "" if is_refused(cause) else " Bring it up to date with `mas-hub database upgrade`."
    raise SettingsError(f"The database at {where()} cannot be used ({reason}).{hint}") from None
