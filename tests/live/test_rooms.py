"""What a page may hear is the rooms that it is in: it leaves those that are no longer its to hear, and who is put out
leaves all."""

from collections.abc import Callable

import pytest
from flask import Flask

from mas_hub.config import Settings
from mas_hub.live.feed import Feed, Leaving
from mas_hub.live.presence import Register
from mas_hub.live.server import LiveServer
from mas_hub.live.sockets import Socket, Sockets
from mas_hub.live.wires import NAMESPACE
from tests.live.test_feed import Heard, NobodyLeaves
from tests.live.test_put_out_without_writing import MEETING, EverybodyLeaves

Come = Callable[[int], Socket]


@pytest.fixture
def live(app: Flask, settings: Settings) -> LiveServer:
    return LiveServer(app, settings, NobodyLeaves())


@pytest.fixture
def come(live: LiveServer) -> Come:
    """A page of the sign-in of this number is connected."""

    def connected(number: int) -> Socket:
        sid = live.socketio.server.manager.connect(f"connection-{number}", NAMESPACE)
        socket = Socket(sid, "", number, number, "en", quiet=True)
        live.sockets.add(socket)
        return socket

    return connected


def heard_by(live: LiveServer, socket: Socket) -> set[str]:
    return set(live.socketio.server.rooms(socket.sid)) - {socket.sid}


def test_a_page_hears_what_it_may_and_no_longer_what_it_might(live: LiveServer, come: Come) -> None:
    page = come(1)
    live.follow(page, MEETING, frozenset({"shared", "agency:4"}), {})
    assert heard_by(live, page) == {"1", "1/shared", "1/agency:4"}
    live.refollow(page, MEETING, frozenset({"shared", "chair:5"}))
    assert heard_by(live, page) == {"1", "1/shared", "1/chair:5"}
    live.follow(page, MEETING, frozenset({"shared"}), {})  # it joins once more, as somebody else by now
    assert heard_by(live, page) == {"1", "1/shared"}
    live.refollow(page, MEETING, frozenset())
    assert "1/shared" not in heard_by(live, page)


def test_who_leaves_a_meeting_hears_nothing_more_of_it_and_goes_on_hearing_another(
    live: LiveServer, come: Come
) -> None:
    page = come(1)
    live.follow(page, MEETING, frozenset({"shared", "agency:4"}), {})
    live.follow(page, MEETING + 1, frozenset({"shared"}), {})
    live.eject(Leaving(page, "seat_removed", MEETING))
    assert heard_by(live, page) == {"2", "2/shared"}
    assert page.following == {MEETING + 1: frozenset({"shared"})}


def test_every_page_of_every_sign_in_that_ended_goes(
    live: LiveServer, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [come(number) for number in range(1, 5)]
    pages[3].session_id = 2  # a second page of the second
    gone: list[Leaving] = []
    monkeypatch.setattr(live, "eject", gone.append)
    live.eject_sessions([1, 2], "signed_out")
    assert gone == [Leaving(page, "signed_out", None) for page in (pages[0], pages[1], pages[3])]


@pytest.mark.parametrize("ticking", [False, True])
def test_who_may_not_stay_goes_when_seats_change_and_at_every_tick(database: object, ticking: bool) -> None:
    sockets, gone = Sockets(), list[Leaving]()
    feed = Feed(Heard(), sockets, Register(), EverybodyLeaves(), gone.append, lambda *_: None)
    page = Socket("sid", "", 1, 1, "en", {MEETING: frozenset({"shared"})}, quiet=True)
    sockets.add(page)
    feed._deliver(ticking=False)
    assert gone == []
    if not ticking:
        feed.seats_changed()
    feed._deliver(ticking=ticking)
    assert gone == [Leaving(page, "seat_removed", MEETING)]
