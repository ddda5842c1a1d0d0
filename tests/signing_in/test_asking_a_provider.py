"""What is asked of an agency's sign-in over the network: no further than named, so much, and for so long."""

import socketserver
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from mas_hub.identity import oidc, outside
from tests.signing_in.a_provider import POLL_S

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
Conduct = Callable[[Any], None]
DROPS = 1200


@contextmanager
def somebody_who(conducts: Conduct) -> Iterator[tuple[str, list[bytes]]]:
    """Listens on loopback, reads the first line of what is asked, then does as `conducts` says."""
    asked: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline())
            while self.rfile.readline().strip():
                pass
            with suppress(OSError):  # who asked has gone
                conducts(self.wfile)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(POLL_S,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()


def drops(before: bytes, after: bytes, gone: threading.Event) -> Conduct:
    """One space after the other, each in good time: for a minute."""

    def conduct(wire: Any) -> None:
        wire.write(before)
        for _ in range(DROPS):
            wire.write(b" ")
            if gone.wait(0.05):
                return
        wire.write(after)

    return conduct


def what_came_of(address: str) -> str:
    with pytest.raises(outside.NotBelieved) as refused:
        outside.fetch(urllib.request.Request(address))
    return refused.value.reason


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEAD + b"Content-Length: %d\r\n\r\n" % (DROPS + 2), b"{}"),
        (HEAD + b"X-Slow: ", b"\r\nContent-Length: 2\r\n\r\n{}"),
    ],
    ids=["a body", "a header"],
)
def test_who_answers_drop_by_drop_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, before: bytes, after: bytes
) -> None:
    monkeypatch.setattr(outside, "WAITS_S", 0.2)
    gone = threading.Event()
    with somebody_who(drops(before, after, gone)) as (address, _):
        assert what_came_of(address) == "no_answer"
        gone.set()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"220 mail.example ESMTP\r\n", "no_answer"),
        (HEAD + b"Content-Length: 100\r\n\r\n{", "no_json"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nnot a number\r\n", "no_answer"),
        (HEAD + b"X-Long: " + b"x" * 70_000 + b"\r\n\r\n{}", "no_answer"),
        (HEAD + b"\r\n" + b" " * (outside.LARGEST_ANSWER + 1), "too_large"),
        (b"", "no_answer"),
    ],
    ids=["no HTTP", "half an answer", "half a piece", "a long header", "too much", "nothing"],
)
def test_what_is_no_answer_is_refused_as_that(said: bytes, reason: str) -> None:
    with somebody_who(lambda wire: wire.write(said)) as (address, _), pytest.raises(outside.NotBelieved) as refused:
        oidc.describe(address)
    assert refused.value.reason == reason


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_followed_to_another_place(status: int) -> None:
    with somebody_who(lambda wire: wire.write(HEAD + b"Content-Length: 2\r\n\r\n{}")) as (inside, asked_inside):
        sent_on = f"HTTP/1.1 {status} Go\r\nLocation: {inside}/latest/meta-data\r\nContent-Length: 0\r\n\r\n"
        with somebody_who(lambda wire: wire.write(sent_on.encode())) as (address, asked):
            assert what_came_of(address) == "refused"
    assert (len(asked), asked_inside) == (1, [])


@pytest.mark.parametrize("door", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize(
    "inside", ["http://127.0.0.1:6379/", "http://localhost/", "http://[::1]:8001/", "https://[half"]
)
def test_an_issuer_elsewhere_has_no_door_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, door: str, inside: str
) -> None:
    issuer = "https://login.example"
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    said = {"issuer": issuer, **{name: f"{issuer}/{name}" for name in names}, door: inside}
    monkeypatch.setattr(oidc, "fetch", lambda _: b"")
    monkeypatch.setattr(oidc, "_json", lambda _: said)
    oidc.forget()
    with pytest.raises(outside.NotBelieved):
        oidc.describe(issuer)
    said[door] = f"{issuer}/right"
    assert oidc.describe(issuer)
    oidc.forget()
