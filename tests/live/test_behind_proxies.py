"""Whom a worker believes about where a request came from."""

from collections.abc import Iterable
from typing import Any

import pytest
from werkzeug.test import Client

from mas_hub.config import Settings
from mas_hub.live.gate import SocketGate, StartResponse, Wsgi, behind_proxies
from mas_hub.live.sockets import Socket

FORWARDED = {
    "X-Forwarded-For": "203.0.113.7, 198.51.100.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "meetings.example.org",
}


def echo(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [f"{environ['REMOTE_ADDR']} {environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}".encode()]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "127.0.0.1 http://localhost"),
        (1, "198.51.100.9 https://meetings.example.org"),
    ],
)
def test_only_the_operator_s_own_proxies_are_believed(count: int, said: str) -> None:
    answer = Client(behind_proxies(echo, count)).get("/", headers=FORWARDED, environ_base={"REMOTE_ADDR": "127.0.0.1"})
    assert answer.text == said


@pytest.mark.parametrize(
    ("origin", "count", "status"),
    [
        ("https://meetings.example.org", 1, 200),
        ("http://meetings.example.org", 1, 403),
        ("https://localhost", 1, 403),
        ("https://meetings.example.org", 0, 403),
    ],
)
def test_the_origin_is_compared_with_what_the_browser_asked(origin: str, count: int, status: int) -> None:
    gate: Wsgi = SocketGate(echo, Settings(), lambda _: Socket("", "", 1, 1, "en"))
    answer = Client(behind_proxies(gate, count)).get("/socket.io/", headers={**FORWARDED, "Origin": origin})
    assert answer.status_code == status
