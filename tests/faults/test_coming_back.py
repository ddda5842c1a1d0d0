"""People come back whatever their last line does: what the harness itself must not get wrong."""

import asyncio
import random
import ssl
from typing import Any, cast

import pytest

from tests.faults.line import Door, Line
from tests.faults.person import Person
from tests.faults.place import Place


def somebody() -> Person:
    return Person(Door(0, ssl.create_default_context()), Place(1, 1, 1, 1), ["token"], random.Random(1))


class Answering:
    """A line that lets somebody join, and which may be gone by the time it has."""

    def __init__(self, closed: bool = False) -> None:
        self.closed = closed

    async def answer_to(self, _event: str, _payload: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "snapshot": {"cursors": {"shared": 0}}}


async def join(person: Person, line: Answering) -> Line:
    joined = cast(Line, line)
    await person._join(joined)
    return joined


def test_a_line_that_ends_late_takes_nobody_off_the_next() -> None:
    """TLS that was given up in the middle may end half a minute later."""

    async def course() -> None:
        person = somebody()
        old, new = await join(person, Answering()), await join(person, Answering())
        person._lost(old)
        assert person.joined.is_set()
        assert person.line is new
        person._lost(new)
        assert not person.joined.is_set()

    asyncio.run(course())


def test_nobody_has_joined_on_a_line_that_is_gone() -> None:
    """They would send their act on it for ever."""

    async def course() -> None:
        person = somebody()
        with pytest.raises(ConnectionError):
            await join(person, Answering(closed=True))
        assert not person.joined.is_set()

    asyncio.run(course())
