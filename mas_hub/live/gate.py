"""The gate before Socket.IO: nobody anonymous, and nobody from another site, even opens a connection.

By itself Socket.IO begins a connection before it asks who it is, and lets a missing Origin in.
"""

import logging
import math
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from werkzeug.middleware.proxy_fix import ProxyFix

from mas_hub.config import Settings
from mas_hub.errors import SignedOut, TooMany, Unavailable
from mas_hub.live.sockets import Socket
from mas_hub.web.bounds import Allowance

log = logging.getLogger(__name__)

StartResponse = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
PATH = "/socket.io"
WAIT_S = 5
NEWCOMER = "mas_hub.newcomer"
"""In the WSGI environment: the `Socket`, still without its sid, that was let in."""


class _Errors:
    """Where eventlet writes, past the log's form, that a connection had gone before it was closed, and from where."""

    def write(self, _: str) -> None:
        log.debug("a connection had gone before it was closed")

    def flush(self) -> None:
        """Nothing is kept back."""


class SocketGate:
    """`often`: how many connections a person may begin; what is not told otherwise has no limit."""

    def __init__(
        self,
        inner: Wsgi,
        settings: Settings,
        identify: Callable[[dict[str, Any]], Socket],
        often: Allowance | None = None,
    ) -> None:
        self._often = often or Allowance(0)
        self._inner = inner
        self._scheme = "https" if settings.secure_cookies else None
        self._identify = identify

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self._inner(environ, start_response)
        # Compressing frames costs 92 KB a connection and a fifth of the processor (docs/decisions/0007).
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        environ["wsgi.errors"] = _Errors()
        if self._scheme is not None:
            environ["wsgi.url_scheme"] = self._scheme  # TLS ends in front of us; Engine.IO compares with it too
        if not self._same_origin(environ):
            return _refuse(start_response, "403 Forbidden")
        # Read as Engine.IO reads it: without a sid it is a new connection.
        if "sid" not in parse_qs(environ.get("QUERY_STRING", "")):
            try:
                newcomer = self._identify(environ)
                self._often.take(newcomer.person_id)
            except SignedOut:
                return _refuse(start_response, "401 Unauthorized")
            except TooMany as error:
                return _refuse(start_response, "429 Too Many Requests", math.ceil(error.retry_after))
            except Unavailable:
                return _refuse(start_response, "503 Service Unavailable", WAIT_S)
            environ[NEWCOMER] = newcomer
        return self._inner(environ, start_response)

    def _same_origin(self, environ: dict[str, Any]) -> bool:
        """Whether the page that connects is this server's own. A websocket must say where it comes from."""
        origin = environ.get("HTTP_ORIGIN")
        if origin is None:
            return "websocket" not in environ.get("HTTP_UPGRADE", "").lower()
        return bool(origin == f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}")


def behind_proxies(inner: Wsgi, count: int) -> Wsgi:
    """Believe the last `count` proxies about address, scheme and host. Without one, anybody could say they were one."""
    return ProxyFix(inner, x_for=count, x_proto=count, x_host=count) if count else inner


def _refuse(start_response: StartResponse, status: str, retry_after: int | None = None) -> Iterable[bytes]:
    """A page cannot read why a websocket was refused; the status is for whoever looks into it."""
    headers = [("Content-Type", "text/plain"), ("Cache-Control", "no-store")]
    start_response(status, headers + ([("Retry-After", str(retry_after))] if retry_after is not None else []))
    return [status.encode("ascii")]
