"""What one may not see answers as what is not there, and not only in words: the server asks its database the same
questions of both, so that there is nothing to measure by the clock."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event

from mas_hub import db
from mas_hub.db.connected import writer
from mas_hub.meetings.acts import ACTS
from tests.asking import Doors
from tests.doors.taken import body_for, path_of
from tests.doors.test_every_route import BY_TOKEN, WHO_GETS_IN
from tests.sitting import NO_SUCH_ID

WHO = ("amara", "beth", "olu", "rhys", "sian", "ines")


@contextmanager
def questions() -> Iterator[list[str]]:
    """Every statement that the database is given, whoever gives it, without its numbers."""
    asked: list[str] = []

    def note(statement: str) -> None:
        asked.append(re.sub(r"\d+|'[^']*'", "?", statement))

    def trace(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(note)

    def leave(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(None)

    engine, kept = db.engine(), writer()  # the one connection for writing is not taken from the pool again
    assert isinstance(kept, Connection)
    trace(kept.connection.dbapi_connection)
    event.listen(engine, "checkout", trace)
    event.listen(engine, "checkin", leave)
    try:
        yield asked
    finally:
        event.remove(engine, "checkout", trace)
        event.remove(engine, "checkin", leave)
        leave(kept.connection.dbapi_connection)
    assert asked


@pytest.mark.parametrize("route", sorted(route for route in WHO_GETS_IN if "<>" in route and route not in BY_TOKEN))
def test_a_route_asks_the_same_of_a_hidden_meeting_and_of_none(doors: Doors, route: str) -> None:
    said = body_for(route, doors.sitting)
    for who in WHO:
        asked = []
        for meeting_id in (doors.sitting.other_meeting_id, NO_SUCH_ID):
            method, path = path_of(route, meeting_id)
            with questions() as statements:
                answer = doors.ask(who, method, path, said)
            asked.append((answer.status_code, answer.get_data(), statements))
        assert (who, asked[0]) == (who, asked[1])


@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_act_asks_the_same_of_a_hidden_meeting_and_of_none(doors: Doors, act: str) -> None:
    for who in WHO:
        asked = []
        for meeting_id in (doors.sitting.other_meeting_id, NO_SUCH_ID):
            with questions() as statements:
                answer = doors.act(who, meeting_id, act, {})
            asked.append((answer.status_code, answer.get_data(), statements))
        assert (who, asked[0]) == (who, asked[1])
