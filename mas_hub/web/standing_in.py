"""Who answers at the server's address while the server cannot begin: everybody hears that it is not ready."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from mas_hub import __version__
from mas_hub.errors import Unavailable
from mas_hub.language import LANGUAGES, text
from mas_hub.web.answers import render
from mas_hub.web.unreadable import InOurWords

RETRY_AFTER_S = 5
POLL_S = 0.1
LONGEST_LINE = 8_192


class _Answer(InOurWords, BaseHTTPRequestHandler):
    def handle_one_request(self) -> None:
        """Whatever is asked, by whatever method."""
        self.close_connection = True
        self.raw_requestline = self.rfile.readline(LONGEST_LINE)
        if self.raw_requestline and self.parse_request():
            self._answer()

    def _answer(self) -> None:
        kind = "application/json"
        if self.path == "/healthz":
            said = json.dumps({"status": "unavailable", "version": __version__})
        elif self.path.startswith("/api/"):
            said = json.dumps(render(Unavailable("not_ready"), LANGUAGES[0]))
        else:
            kind = "text/plain; charset=utf-8"
            said = "\n".join(text("refusals.not_ready", language) for language in LANGUAGES) + "\n"
        self.send_response(503)
        for name, value in (("Content-Type", kind), ("Retry-After", str(RETRY_AFTER_S)), ("Cache-Control", "no-store")):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said.encode())

    def log_message(self, *_: Any) -> None:
        """Not each request."""

    def version_string(self) -> str:
        return "mas_hub"


def require_free(host: str, port: int) -> None:
    """Raises `OSError` where one cannot listen. Two servers at one port would each answer some of what is asked."""
    address = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)[0][4]
    with socket.socket() as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as a server: one that has just ended is gone
        trying.bind(address)


@contextmanager
def standing_in(host: str, port: int) -> Iterator[None]:
    """Answer 503 to whoever asks, until the block ends."""
    server = ThreadingHTTPServer((host, port), _Answer)
    answering = Thread(target=server.serve_forever, args=(POLL_S,), daemon=True)
    answering.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        answering.join()
