"""A page that comes is told from where it is, and one that goes is there no longer, whatever stands in the way."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mas_hub.config import Settings
from mas_hub.db import snapshot
from mas_hub.errors import Unavailable
from mas_hub.live.bus import NoBus
from mas_hub.live.models import Presence
from mas_hub.live.server import LiveServer
from mas_hub.live.sockets import Socket
from mas_hub.live.wires import NAMESPACE
from tests.live.test_feed import NobodyLeaves, said
from tests.sitting import Sitting

SHARED = frozenset({"shared"})


class Others(NoBus):
    def __init__(self) -> None:
        self.told: list[int] = []

    def publish(self, meeting_id: int) -> None:
        self.told.append(meeting_id)


@pytest.fixture
def others() -> Others:
    return Others()


@pytest.fixture
def live(app: Flask, opened: Sitting, settings: Settings, others: Others) -> LiveServer:
    return LiveServer(app, settings, NobodyLeaves(), others)


@pytest.fixture
def page(live: LiveServer, opened: Sitting) -> Socket:
    sid = live.socketio.server.manager.connect("a-connection", NAMESPACE)
    made = Socket(sid, "", 1, opened.people["beth"], "en", seated_as={opened.meeting_id: "representative"})
    live.sockets.add(made)
    return made


def there() -> list[str]:
    with snapshot() as session:
        return list(session.scalars(select(Presence.socket)))


def cannot(*_: Any) -> None:
    raise Unavailable("unavailable")


def test_who_comes_is_told_what_follows_and_who_goes_is_gone(live: LiveServer, page: Socket, opened: Sitting) -> None:
    meeting_id = opened.meeting_id
    live.follow(page, meeting_id, SHARED, {"shared": 7})
    assert live.feed._delivered == {meeting_id: {"shared": 7}}
    assert (there(), live.feed._came_or_went) == ([page.sid], {meeting_id})
    live.unfollow(page, meeting_id)
    assert (there(), page.following, page.seated_as) == ([], {}, {})
    live.follow(page, meeting_id, SHARED, {})
    assert there() == [page.sid]
    live.feed._came_or_went.clear()
    live._disconnect(page.sid)
    assert (there(), live.sockets.all(), live.feed._came_or_went) == ([], [], {meeting_id})


def test_what_is_written_is_told_here_and_to_the_other_workers(
    live: LiveServer, others: Others, opened: Sitting
) -> None:
    live.feed._next_look = float("inf")  # nothing is told at once
    entries = said(opened, "one")
    live.announce(opened.meeting_id, entries)
    assert live.feed._committed == {opened.meeting_id: entries}
    assert others.told == [opened.meeting_id]


@pytest.mark.parametrize(
    "comes",
    [
        lambda live, page, meeting_id: live.follow(page, meeting_id, SHARED, {}),
        lambda live, page, meeting_id: (
            page.following.update({meeting_id: SHARED}),
            live.refollow(page, meeting_id, SHARED | {"agency:1"}),
        ),
    ],
)
def test_who_went_while_they_were_let_in_breaks_nothing(
    live: LiveServer, page: Socket, opened: Sitting, comes: Callable[..., object]
) -> None:
    live.socketio.server.manager.disconnect(page.sid, NAMESPACE)
    comes(live, page, opened.meeting_id)
    assert there() == []


def test_who_went_as_it_was_written_that_they_came_is_not_there(
    live: LiveServer, page: Socket, opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter = live.register.enter

    def goes(*said: Any) -> None:
        live.sockets.remove(page.sid)
        enter(*said)

    monkeypatch.setattr(live.register, "enter", goes)
    live.follow(page, opened.meeting_id, SHARED, {})
    assert there() == []


def test_who_reads_comes_in_while_nothing_can_be_written(
    live: LiveServer, page: Socket, opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live.register, "enter", cannot)
    live.follow(page, opened.meeting_id, SHARED, {})
    assert f"{opened.meeting_id}/shared" in live.socketio.server.rooms(page.sid)
