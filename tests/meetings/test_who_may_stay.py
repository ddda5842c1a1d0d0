"""Who may stay connected is asked of the database, and somebody may come while it answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from mas_hub import clock, db
from mas_hub.access.audience import SHARED
from mas_hub.db import snapshot, transaction
from mas_hub.emergency.actions import end_own
from mas_hub.identity.queries import actor_from_token
from mas_hub.identity.sessions import renew_token
from mas_hub.live.sockets import Socket
from mas_hub.meetings import doors, turnover
from mas_hub.meetings.doors import SeatsAndSessions
from mas_hub.meetings.queries import get_meeting
from tests.acting import seat_of
from tests.breaking import WHO, break_in
from tests.sitting import NOW, Sitting, take, token_of


def page_of(sitting: Sitting, who: str, **seated_as: str) -> Socket:
    """A page that follows our meeting (`ours`), the other one (`theirs`), or both, let in with these roles."""
    with snapshot() as session:
        session_id = actor_from_token(session, token_of(who)).session_id
    assert session_id
    page = Socket(f"sid-{who}", token_of(who), session_id, sitting.people[who], "en")
    for which, role in seated_as.items():
        meeting_id = sitting.meeting_id if which == "ours" else sitting.other_meeting_id
        page.following[meeting_id], page.seated_as[meeting_id] = frozenset({SHARED}), role
    return page


def put_out(*pages: Socket) -> list[tuple[str, str, int | None, str]]:
    return [
        (leaving.socket.sid, leaving.reason, leaving.meeting_id, leaving.because)
        for leaving in SeatsAndSessions().no_longer_welcome(pages)
    ]


def test_whose_seat_is_taken_away_is_put_out_and_told_why_and_nobody_else_is(opened: Sitting) -> None:
    pages = [page_of(opened, who, ours="representative") for who in ("beth", "dina")]
    assert put_out(*pages) == []
    seat = seat_of(opened, "beth")
    opened.do("amara", "remove_seat", of=seat["id"], version=seat["version"], reason="Another case of hers.")
    assert put_out(*pages) == [("sid-beth", "seat_removed", opened.meeting_id, "Another case of hers.")]


@pytest.mark.parametrize("order", [("ours", "theirs"), ("theirs", "ours")])
def test_each_meeting_that_a_page_follows_is_asked_about(opened: Sitting, order: tuple[str, str]) -> None:
    page = page_of(opened, "freya", **dict.fromkeys(order, "facilitator"))
    assert put_out(page) == [("sid-freya", "seat_removed", opened.meeting_id, "")]


def test_who_has_the_token_before_is_put_out_and_comes_back_with_the_new_one(opened: Sitting) -> None:
    """Whoever copied it has no other. It opens nothing any more, so nothing is heard by it either."""
    before = page_of(opened, "beth", ours="representative")
    with transaction() as session:
        token = renew_token(session, actor_from_token(session, before.token))
    after = replace(before, sid="sid-after", token=token)
    assert put_out(before, after) == [("sid-beth", "token_renewed", None, "")]


def test_who_sits_in_another_role_is_let_in_anew(opened: Sitting) -> None:
    """The other streams of a representative are not an observer's to hear."""
    assert put_out(page_of(opened, "beth", ours="observer")) == [("sid-beth", "seat_changed", opened.meeting_id, "")]


def test_nobody_follows_what_has_been_deleted(closed: Sitting) -> None:
    page = page_of(closed, "beth", ours="representative")
    assert put_out(page) == []
    with transaction() as session:
        get_meeting(session, closed.meeting_id).state = "purged"
    assert put_out(page) == [("sid-beth", "seat_changed", closed.meeting_id, "")]


def test_what_each_page_may_hear_is_asked_anew_where_that_may_have_changed(opened: Sitting) -> None:
    seats, pages = SeatsAndSessions(), [page_of(opened, who, ours="representative") for who in ("beth", "dina")]
    (told,) = opened.do("beth", "state_capacity", level="over", words="Too many cases.")
    (shared,) = opened.do("beth", "add_reflection", prompt="analysis", text="x")
    seat = seat_of(opened, "beth")
    removed = opened.do("amara", "remove_seat", of=seat["id"], version=seat["version"], reason="Another case.")[0]
    assert [seats.moves_audience(each) for each in (told, shared, removed)] == [True, False, True]
    assert seats.streams_of(opened.meeting_id, pages) == [
        (pages[0], frozenset()),
        (pages[1], opened.streams_of("dina")),
    ]


def test_whose_sign_in_has_ended_idle_is_not_woken_by_a_worker_that_looks_late(opened: Sitting) -> None:
    seats, page = SeatsAndSessions(), page_of(opened, "beth", ours="representative")
    assert seats.no_longer_welcome([page]) == []
    with clock.fixed(NOW + timedelta(minutes=31)):
        assert [leaving.reason for leaving in seats.no_longer_welcome([page])] == ["signed_out"]


def test_whoever_holds_the_connections_is_told_at_once_that_seats_changed(
    opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for the next tick to be put out."""
    told: list[str] = []
    monkeypatch.setattr(turnover, "_listeners", [lambda: told.append("told")])
    seat = seat_of(opened, "beth")
    opened.refused("dina", "remove_seat", of=seat["id"], version=seat["version"], reason="Another case.")
    opened.do("beth", "add_reflection", prompt="analysis", text="x")
    assert told == []
    opened.do("amara", "remove_seat", of=seat["id"], version=seat["version"], reason="Another case.")
    opened.do("amara", "hand_over_chair", to=seat_of(opened, "nia")["id"])
    assert told == ["told"] * 2
    break_in(opened)
    with transaction() as session:
        end_own(session, actor_from_token(session, token_of(WHO)), opened.meeting_id)
    assert told == ["told"] * 3


def test_who_comes_while_the_seats_are_read_is_not_put_out(opened: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    beth = page_of(opened, "beth")

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
