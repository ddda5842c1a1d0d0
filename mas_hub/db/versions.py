"""Rows that are edited as a whole, version by version. An edit that was made on an older version is refused."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from mas_hub.errors import Conflict


class Versioned(Protocol):
    version: Any


Found = TypeVar("Found", bound=Versioned | None)


def check_version(row: Found, version: int | str, view: Callable[[Found], Mapping[str, Any]]) -> None:
    """Refuse an edit that was made on another version; the answer carries the current view.

    Where nobody has written anything yet, `row` is None and the version 0.
    """
    if version != (row.version if row is not None else 0):
        raise Conflict("stale", current=view(row))


def revise(row: Versioned, said: Mapping[str, Any]) -> list[str]:
    """Take what was said as the row's next version. Returns the names of the columns that changed."""
    changed = sorted(name for name, value in said.items() if getattr(row, name) != value)
    for name, value in said.items():
        setattr(row, name, value)
    row.version += 1
    return changed
