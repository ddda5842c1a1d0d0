"""JSON from outside, however deeply it is nested. What is deeper than anything of ours is refused where it is read.

Python's readers and writers give up at different depths, in the middle of whatever is being done.
"""

import json
from typing import Any

DEEPEST = 32
"""Lists and objects within each other. Nothing that is sent, kept or written here comes near."""


def loads(text: str | bytes) -> Any:
    """What `text` says. Raises `ValueError` for what is no JSON, and for what is nested too deep."""
    try:
        said = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None
    require_shallow(said)
    return said


def require_shallow(said: object) -> None:
    """Raises `ValueError` for lists and objects within more than `DEEPEST` of each other."""
    inner = _within([said])
    for _ in range(DEEPEST):
        if not inner:
            return
        inner = _within(inner)
    if inner:
        raise ValueError("nested too deep")


def _within(level: list[Any]) -> list[Any]:
    """The lists and objects within these, one step in."""
    found: list[Any] = []
    for each in level:
        if isinstance(each, dict):
            found += [inner for inner in each.values() if isinstance(inner, dict | list)]
        elif isinstance(each, list):
            found += [inner for inner in each if isinstance(inner, dict | list)]
    return found
