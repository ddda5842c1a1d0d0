"""A request that cannot even be read is answered in words, in both languages, and ends the connection."""

import socket
from contextlib import suppress

import pytest

from mas_hub.language import LANGUAGES, text
from mas_hub.web.headers import HEADERS
from mas_hub.web.standing_in import standing_in
from tests.live.running import Server
from tests.ports import free_port

MALFORMED, TOO_LONG = "malformed", "request_too_long"
REQUESTS = {
    "no request": (b"what is this\r\n\r\n", MALFORMED),
    "no version": (b"GET / HTTP/x.y\r\n\r\n", MALFORMED),
    "a header too long": (b"GET / HTTP/1.1\r\nCookie: " + b"c" * 70_000 + b"\r\n\r\n", TOO_LONG),
    "an address too long": (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", TOO_LONG),
}


def answer_to(sent: bytes, port: int) -> bytes:
    came = b""
    # What was not read is thrown away with the line.
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line, suppress(ConnectionError):
        line.sendall(sent)
        while more := line.recv(65_536):
            came += more
    return came


def said_to(sent: bytes, port: int) -> tuple[dict[str, str], list[str]]:
    head, _, body = answer_to(sent, port).partition(b"\r\n\r\n")
    return dict(each.split(": ", 1) for each in head.decode().split("\r\n")[1:]), body.decode().splitlines()


CANNOT_TELL = ("gevent", "a header too long")


@pytest.mark.parametrize("what", REQUESTS)
def test_what_cannot_be_read_is_answered_in_words(server: Server, async_mode: str, what: str) -> None:
    sent, refusal = REQUESTS[what]
    if (async_mode, what) == CANNOT_TELL:
        refusal = MALFORMED
    headers, said = said_to(sent, server.port)
    assert said == [text(f"refusals.{refusal}", language) for language in LANGUAGES]
    assert HEADERS.items() <= headers.items()


def test_an_address_that_is_none_is_answered_too(server: Server) -> None:
    """One of them reads it as a path, another not at all."""
    assert answer_to(b"GET http://[half HTTP/1.1\r\nConnection: close\r\n\r\n", server.port).startswith(b"HTTP/1.1 ")
    assert "Traceback" not in server.output()


def test_so_does_who_stands_in() -> None:
    port = free_port()
    with standing_in("127.0.0.1", port):
        _, said = said_to(REQUESTS["no version"][0], port)
    assert said == [text(f"refusals.{MALFORMED}", language) for language in LANGUAGES]
