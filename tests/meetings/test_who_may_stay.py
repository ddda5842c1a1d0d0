"""Who may stay connected is asked of the database, and somebody may come while it answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from mas_hub import clock, db
from mas_hub.access.audience import SHARED
from mas_hub.db import snapshot
from mas_hub.identity.queries import actor_from_token
from mas_hub.live.sockets import Socket
from mas_hub.meetings import doors
from mas_hub.meetings.doors import SeatsAndSessions
from tests.sitting import NOW, Sitting, take, token_of


def test_who_comes_while_the_seats_are_read_is_not_put_out(opened: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    with snapshot() as session:
        session_id = actor_from_token(session, token_of("beth")).session_id
    assert session_id
    beth = Socket("1", token_of("beth"), session_id, opened.people["beth"], "en")

    @contextmanager
    def let_in_meanwhile() -> Iterator[Session]:
        with snapshot() as session:
            yield session
        beth.following[opened.meeting_id] = frozenset({SHARED})

    monkeypatch.setattr(doors, "snapshot", let_in_meanwhile)
    seats = SeatsAndSessions()
    assert seats.no_longer_welcome([beth]) == []
    assert seats.no_longer_welcome([beth]) == []


@pytest.mark.parametrize(("stage", "awake"), [("opened", True), ("closed", False)])
def test_who_only_listens_in_a_live_meeting_is_not_idle(prepared: Sitting, stage: str, awake: bool) -> None:
    """Connected for two hours without a word. The twelve hours hold all the same."""
    sitting = take(prepared, stage)
    seats = SeatsAndSessions()
    with snapshot() as session, clock.fixed(NOW):
        session_id = actor_from_token(session, token_of("beth")).session_id or 0
    beth = Socket("1", token_of("beth"), session_id, sitting.people["beth"], "en")
    beth.following[sitting.meeting_id] = frozenset({SHARED})
    beth.seated_as[sitting.meeting_id] = "representative"
    for minutes in range(0, 720, 5):
        with clock.fixed(NOW + timedelta(minutes=minutes)):
            put_out = seats.no_longer_welcome([beth])
            assert put_out == [] or not (awake or minutes < 30)
    with clock.fixed(NOW + timedelta(hours=12)):
        assert [leaving.reason for leaving in seats.no_longer_welcome([beth])] == ["signed_out"]
    db.close()
