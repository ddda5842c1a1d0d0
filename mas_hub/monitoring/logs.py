"""Lines of the log, as text or as JSON. Each carries the ids of the request or the act during which it was written."""

import logging
import re
import secrets
from contextvars import ContextVar
from typing import Any, Literal

from pythonjsonlogger.json import JsonFormatter

Form = Literal["text", "json"]
FORMS: tuple[Form, ...] = ("text", "json")

_AN_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_ids: ContextVar[dict[str, str]] = ContextVar("ids", default={})  # noqa: B039 (never changed, only replaced)


def configure(level: str, form: Form) -> None:
    """Write to standard error, this process's whole life."""
    handler = logging.StreamHandler()
    handler.addFilter(_with_ids)
    if form == "json":
        renamed = {"asctime": "at", "levelname": "level", "name": "logger"}
        handler.setFormatter(
            JsonFormatter(
                "%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=renamed, datefmt="%Y-%m-%dT%H:%M:%S%z"
            )
        )
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
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
