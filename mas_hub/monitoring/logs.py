"""Lines of the log, as text or as JSON. Each carries the ids of the request or the act during which it was written.

What an exception says may quote what somebody wrote, so of one its kind, its code and its frames are kept, never its
words, whichever library logs it.
"""

import logging
import re
import secrets
import threading
import traceback
from contextvars import ContextVar
from typing import Any, Literal

from pythonjsonlogger.json import JsonFormatter

Form = Literal["text", "json"]
FORMS: tuple[Form, ...] = ("text", "json")

log = logging.getLogger(__name__)

_AN_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_ids: ContextVar[dict[str, str]] = ContextVar("ids", default={})  # noqa: B039 (never changed, only replaced)


class _Wordless(logging.Formatter):
    def formatException(self, ei: Any) -> str:  # noqa: N802 (the standard library's name)
        return in_frames(ei[1])


class _AsJson(_Wordless, JsonFormatter):
    pass


def in_frames(error: BaseException | None) -> str:
    """An exception and what it came from, the last one last: where, of which kind, with the code that it has."""
    told: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        told.append("".join(traceback.format_tb(error.__traceback__)) + _kind(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nbecause of which\n\n".join(reversed(told))


def _kind(error: BaseException) -> str:
    """The kind of error and a database's or the system's own code, which say what is the matter and quote nothing."""
    made = type(error)
    codes = (getattr(error, name, None) for name in ("sqlstate", "sqlite_errorname", "errno"))
    said = ", ".join(str(code) for code in codes if code is not None)
    return f"{made.__module__}.{made.__qualname__}" + (f" ({said})" if said else "")


def note_failed_task(error: BaseException | None) -> None:
    """For whatever runs tasks and threads, which would print what `error` says."""
    log.error("a task failed", exc_info=error)


def configure(level: str, form: Form) -> None:
    """Write to standard error, this process's whole life."""
    threading.excepthook = lambda failed: note_failed_task(failed.exc_value)
    handler = logging.StreamHandler()
    handler.addFilter(_with_ids)
    if form == "json":
        renamed = {"asctime": "at", "levelname": "level", "name": "logger"}
        handler.setFormatter(
            _AsJson(
                "%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=renamed, datefmt="%Y-%m-%dT%H:%M:%S%z"
            )
        )
    else:
        handler.setFormatter(_Wordless("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)


def begin(**ids: Any) -> str:
    """A request, or an event of a socket, begins. What looks like no id is not kept: it came from outside.

    Returns the request's own id.
    """
    request_id = secrets.token_hex(8)
    kept = {name: value for name, value in ids.items() if isinstance(value, str) and _AN_ID.fullmatch(value)}
    _ids.set({"request_id": request_id, **kept})
    return request_id


def _with_ids(record: logging.LogRecord) -> bool:
    for name, value in _ids.get().items():
        setattr(record, name, value)
    return True
