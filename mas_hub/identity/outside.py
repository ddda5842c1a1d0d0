"""What is asked of a provider over the network: only of who was named, no further, so much and for so long."""

import http.client
import io
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

LARGEST_ANSWER = 512 * 1024
WAITS_S = 10
ON_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class NotBelieved(Exception):
    """What the provider answered is not to be believed, or nothing came. `reason`: for the audit, never a value."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_safe(address: str) -> bool:
    """Over TLS, or on this very machine."""
    try:
        parts = urllib.parse.urlsplit(address)
        return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ON_THIS_MACHINE)
    except ValueError:  # no address at all
        return False


class _NoFurther(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class _InTime(io.RawIOBase):
    """What comes in over `connection`, until the time is over. A connection's own limit counts anew with each byte."""

    def __init__(self, inner: Any, connection: socket.socket, until: float) -> None:
        self._inner, self._connection, self._until = inner, connection, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        read: int | None = self._inner.readinto(buffer)
        return read

    def close(self) -> None:
        self._inner.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, connection: socket.socket, *args: Any, **more: Any) -> None:
        super().__init__(connection, *args, **more)
        until = time.monotonic() + WAITS_S
        self.fp = io.BufferedReader(_InTime(self.fp.detach(), connection, until))


class _Plain(http.client.HTTPConnection):
    response_class = _Answer


class _Secure(http.client.HTTPSConnection):
    response_class = _Answer


class _ByPlain(urllib.request.HTTPHandler):
    def http_open(self, asked: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Plain, asked)


class _BySecure(urllib.request.HTTPSHandler):
    def https_open(self, asked: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Secure, asked)


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoFurther(), _ByPlain(), _BySecure())


def fetch(request: urllib.request.Request) -> bytes:
    """What is answered. Raises `NotBelieved`: nothing, too much or too late."""
    if not is_safe(request.full_url):
        raise NotBelieved("no_tls")
    request.add_header("Accept", "application/json")
    try:
        with _opener.open(request, timeout=WAITS_S) as answer:
            content: bytes = answer.read(LARGEST_ANSWER + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise NotBelieved("refused") from error
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise NotBelieved("no_answer") from error
    if len(content) > LARGEST_ANSWER:
        raise NotBelieved("too_large")
    return content
