"""How often a person may connect and send, and how many connections they may hold: the person, by whatever sign-in."""

import io
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from flask import Flask

from mas_hub.config import Settings
from mas_hub.errors import SignedOut, Unavailable
from mas_hub.live.connections import Connections
from mas_hub.live.gate import NEWCOMER, SocketGate
from mas_hub.live.plain_wire import PlainWire
from mas_hub.live.server import FRAMES_AN_ACT, LiveServer
from mas_hub.live.sockets import Socket
from mas_hub.live.wires import FRAME_BYTES
from mas_hub.web import bounds
from mas_hub.web.bounds import Allowance

ORIGIN = "http://hub.example.org"
WEBSOCKET = {"HTTP_UPGRADE": "WebSocket", "HTTP_ORIGIN": ORIGIN}


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def page(of: int, session_id: int) -> Socket:
    return Socket(f"sid-{session_id}", f"token-{session_id}", session_id, of, "cy")


class Gate:
    """A gate before a server that says what comes to it. The cookie is `person session`."""

    def __init__(self, per_second: int, settings: Settings | None = None) -> None:
        self.clock = Clock()
        self.came: list[dict[str, Any]] = []
        self.trouble: Exception | None = None
        allowance = Allowance(per_second, self.clock)
        self.gate = SocketGate(self.inner, settings or Settings(), self.identify, allowance)

    def identify(self, environ: dict[str, Any]) -> Socket:
        if self.trouble is not None:
            raise self.trouble
        person_id, session_id = map(int, environ["HTTP_COOKIE"].split())
        return page(person_id, session_id)

    def inner(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        self.came.append(environ)
        start_response("200 OK", [])
        return [b""]

    def ask(self, cookie: str, query: str = "EIO=4", path: str = "/socket.io/", **more: str) -> tuple[str, str | None]:
        """The status, and after how many seconds it may be tried again."""
        answered: list[tuple[str, dict[str, str]]] = []
        environ = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_COOKIE": cookie,
            "HTTP_HOST": "hub.example.org",
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
            **more,
        }
        self.gate(environ, lambda status, headers: answered.append((status, dict(headers))))
        [(status, headers)] = answered
        return status[:3], headers.get("Retry-After")


def test_a_person_connects_so_often_from_wherever_they_come_and_nobody_else_pays() -> None:
    gate = Gate(1)
    for session_id in (11, 12, 11):
        assert gate.ask(f"1 {session_id}", REMOTE_ADDR=f"192.0.2.{session_id}") == ("200", None)
    assert [gate.ask("1 13"), gate.ask("1 11", REMOTE_ADDR="192.0.2.99")] == [("429", "1")] * 2
    assert gate.ask("2 21", REMOTE_ADDR="192.0.2.11") == ("200", None)
    gate.clock.now += 0.5
    assert gate.ask("1 11") == ("429", "1")
    gate.clock.now += 0.5
    assert gate.ask("1 11") == ("200", None)
    assert [each[NEWCOMER].person_id for each in gate.came] == [1, 1, 1, 2, 1]


def test_what_a_connection_sends_on_is_no_new_connection() -> None:
    gate = Gate(1)
    assert {gate.ask("1 11", "EIO=4&sid=abc")[0] for _ in range(9)} == {"200"}
    assert not any(NEWCOMER in each for each in gate.came)
    answers = [gate.ask("1 11", query)[0] for query in ("EIO=4&x=sid=", "SID=abc", "nosid=1", "sid=")]
    assert answers == ["200", "200", "200", "429"]


def test_who_is_not_signed_in_and_what_cannot_be_asked_just_now_are_told_apart() -> None:
    gate = Gate(1)
    gate.trouble = SignedOut("signed_out")
    assert gate.ask("") == ("401", None)
    gate.trouble = Unavailable("unavailable")
    assert gate.ask("") == ("503", "5")
    assert gate.came == []


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, "200"),
        ({"HTTP_ORIGIN": ORIGIN}, "200"),
        ({"HTTP_ORIGIN": "https://hub.example.org"}, "403"),
        ({"HTTP_ORIGIN": "http://elsewhere.example"}, "403"),
        ({"HTTP_ORIGIN": ""}, "403"),
        (WEBSOCKET, "200"),
        ({"HTTP_UPGRADE": "WebSocket"}, "403"),
    ],
)
def test_only_its_own_page_connects_and_a_websocket_says_whose_it_is(said: dict[str, str], status: str) -> None:
    """Also on a connection that has begun, and wherever Socket.IO would answer."""
    gate = Gate(0)
    asked = [
        gate.ask("1 11", query, path, **said)[0] for query in ("", "sid=a") for path in ("/socket.io/", "/socket.io")
    ]
    assert asked == [status] * 4
    assert gate.ask("", path="/api/session", **said) == ("200", None)


def test_in_front_of_the_hub_there_is_tls_and_no_frame_is_compressed() -> None:
    gate = Gate(0, Settings(production=True))
    deflate = {"HTTP_SEC_WEBSOCKET_EXTENSIONS": "permessage-deflate"}
    assert gate.ask("1 11", **WEBSOCKET)[0] == "403"
    assert gate.ask("1 11", **{**WEBSOCKET, "HTTP_ORIGIN": "https://hub.example.org"}, **deflate)[0] == "200"
    assert "HTTP_SEC_WEBSOCKET_EXTENSIONS" not in gate.came[0]


def test_the_newest_connections_stay() -> None:
    held = Connections(2)
    assert [held.opened(name, 1) for name in "abcd"] == [[], [], ["a"], ["b"]]
    assert held.opened("x", 2) == []
    for gone in ("a", "d", "d"):
        held.closed(gone)
    assert [held.opened(name, 1) for name in "ef"] == [[], ["c"]]


def test_nothing_is_remembered_of_who_has_gone() -> None:
    held = Connections(2)
    for name in "abc":
        held.opened(name, 1)
    for name in "abc":
        held.closed(name)
    assert (held._held, held._whose) == ({}, {})


def test_zero_is_any_number_of_connections() -> None:
    held = Connections(0)
    assert [held.opened(f"{number}", 1) for number in range(50)] == [[]] * 50


@pytest.fixture
def live(settings: Settings) -> LiveServer:
    """Two acts and one call a second, two connections a person."""
    app = Flask("mas_hub", static_folder=None)
    held = Settings(
        data=settings.data, async_mode="threading", acts_per_second=2, calls_per_second=1, sockets_per_person=2
    )
    bounds.install(app, held)
    found = app.extensions["bounds"]
    found.acts, found.calls = Allowance(2, Clock()), Allowance(1, Clock())
    server = LiveServer(app, held, Mock())
    server.on("act", lambda *_: {"ok": True}, server.bounds.acts)
    for event in ("join", "here"):
        server.on(event, lambda *_: {"ok": True})
    return server


def test_acts_and_calls_are_counted_apart_and_by_person(live: LiveServer) -> None:
    for person_id, session_id in ((1, 11), (1, 12), (2, 21)):
        live.sockets.add(page(person_id, session_id))

    def sent(event: str, *sessions: int) -> list[str]:
        answers = [live.events.answers[event](f"sid-{each}", {}) for each in sessions]
        return ["ok" if answer["ok"] else f"{answer['code']} {answer.get('retry_after')}" for answer in answers]

    assert sent("act", 11, 12, 11, 12, 11, 12, 11, 12) == ["ok"] * 6 + ["too_fast 0.5"] * 2
    assert sent("join", 11, 12) == ["ok"] * 2
    assert sent("here", 11, 12) == ["ok", "too_fast 1.0"]
    assert sent("act", 21) == sent("join", 21) == ["ok"]
    assert sent("act", 99) == ["signed_out None"]


def test_the_oldest_connection_of_a_person_is_told_why_it_goes(
    live: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_aside: list[str] = []
    monkeypatch.setattr(live.socketio, "start_background_task", lambda task, *args: task(*args))
    monkeypatch.setattr(live, "_put_aside", put_aside.append)
    engine = live.socketio.server.eio
    monkeypatch.setitem(engine.handlers, "connect", engine.handlers["connect"])
    for number, person_id in enumerate((1, 1, 2, 1, 1)):
        engine.handlers["connect"](f"eio-{number}", {NEWCOMER: page(person_id, number)})
    assert put_aside == ["eio-0", "eio-1"]
    engine.handlers["disconnect"]("eio-3", "gone")
    engine.handlers["connect"]("eio-5", {NEWCOMER: page(1, 5)})
    assert put_aside == ["eio-0", "eio-1"]


def test_what_did_not_come_through_the_gate_is_not_let_in_and_what_nobody_answers_is_said(live: LiveServer) -> None:
    handlers = live.socketio.server.handlers["/"]
    assert handlers["connect"]("a-stranger", {}) is False
    assert live.sockets.all() == []
    assert handlers["connect"]("sid-of-one", {NEWCOMER: page(1, 11)}) is True
    assert [each.sid for each in live.sockets.all()] == ["sid-of-one"]
    assert live._unknown("sid-of-one", {})["code"] == "no_such_event"


def test_a_websocket_is_read_at_the_pace_of_its_acts_and_no_message_is_longer_than_one_may_be(live: LiveServer) -> None:
    done: list[str] = []
    pace, websocket = Mock(wait=lambda: done.append("waited")), Mock(wait=lambda: done.append("read"))
    PlainWire(websocket, pace).wait()
    assert done == ["waited", "read"]
    assert live.wires._frames_per_second == 2 * FRAMES_AN_ACT
    assert live.socketio.server.eio.max_http_buffer_size == FRAME_BYTES == 65_536
