"""The one module that knows the async mode. It patches first, then makes the application: import nothing before it.

`python -m mas_hub.serve HOST PORT` serves it; an operator's own WSGI server imports `app` (through wsgi.py).
"""

# ruff: noqa: E402 (patching comes before every other import)

import gc
import os
import sys
import warnings
from typing import Any, cast

gc.disable()  # what is imported stays: the collector's walks through it took a fifth of the start

ASYNC_MODE = os.environ.get("MAS_HUB_ASYNC_MODE", "eventlet")

# psycopg would hold the whole process while it waits; this lets it wait as eventlet does.
os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")

if ASYNC_MODE == "eventlet":
    # Known, and why it stays is written down (docs/decisions/0001); every other warning is heard.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()
elif ASYNC_MODE == "gevent":
    try:
        from gevent import monkey
    except ImportError:
        sys.exit("MAS_HUB_ASYNC_MODE=gevent needs the package gevent, which is an extra: install mas-hub[gevent].")

    monkey.patch_all()

import logging
import socket
from collections.abc import Callable
from contextlib import nullcontext
from contextvars import Context
from functools import partial
from http import HTTPStatus

from flask import Flask

from mas_hub import db
from mas_hub.app import create_app
from mas_hub.blocking import use_runner
from mas_hub.config import SettingsError, settings_from
from mas_hub.db.waiting import Made, when_there
from mas_hub.live.readiness import Stop, use_readiness
from mas_hub.monitoring import logs
from mas_hub.web.standing_in import standing_in
from mas_hub.web.unreadable import InOurWords, unreadable

gc.enable()

log = logging.getLogger(__name__)

BACKLOG = 1024
COLLECT_AFTER = 20_000
"""New objects, before the collector looks for circles among them. By default 700, which is fewer than are under way."""
SAID_AT_ONCE = 100
"""Statements to PostgreSQL, before a connection is given time for what the network does not take at once."""
IDLE = 64
"""Tasks that wait for something to do."""


def _once_it_can(begin: Callable[[], Made], address: tuple[str, int] | None) -> Made:
    """What `begin` makes, once the database is there. Whoever asks at the `address` meanwhile is told that it is not
    yet.

    What waiting cannot mend ends the process with one sentence.
    """
    try:
        return when_there(begin, meanwhile=partial(standing_in, *address) if address else nullcontext)
    except SettingsError as error:
        sys.exit(f"mas-hub: {error}")


def _make() -> Flask:
    settings = settings_from()
    logs.configure(settings.log_level, settings.log_form)
    made = create_app(settings, of_this_version=True)
    if settings.production and (settings.owner_url or db.may_rewrite_the_record()):
        log.warning("a worker could rewrite the record: give it a role that owns no table (docs/scale-out.md)")
    return made


class _Hub:
    """eventlet's, as `live.readiness` means it."""

    def __init__(self) -> None:
        self._idle: list[Any] = []

    def watch(self, fileno: int, readable: Callable[[int], None]) -> Stop:
        hub = eventlet.hubs.get_hub()
        listener = hub.add(hub.READ, fileno, readable, _nothing, None)
        listener.greenlet = hub.greenlet  # not whoever asked, who would be kept with all of their stack
        return partial(hub.remove, listener)

    def until_writable(self, connection: Any) -> None:
        eventlet.hubs.trampoline(connection, write=True)

    def start(self, work: Callable[..., object], *given: Any) -> None:
        if self._idle:
            eventlet.hubs.get_hub().schedule_call_global(0, self._idle.pop().switch, (work, given))
        else:
            eventlet.spawn_n(self._work, work, given)

    def _work(self, work: Callable[..., object], given: tuple[Any, ...]) -> None:
        """One task does many things, one after the other: to make its stack costs more than most of them."""
        while True:
            try:
                Context().run(work, *given)
            except Exception:
                log.exception("a task failed")
            if len(self._idle) >= IDLE:
                return
            self._idle.append(eventlet.getcurrent())
            work, given = eventlet.hubs.get_hub().switch()


def _nothing(*_: object) -> None:
    pass


def _wait_for_postgresql(asking: Any, fileno: int, interval: float = 0.0, timeout: float | None = None) -> Any:
    """psycopg's own makes and registers a selector for each answer of the database (docs/decisions/0047)."""
    if timeout is not None:
        return _wait_with_selector(asking, fileno, interval, timeout)
    said = 0
    try:
        wanted = next(asking)
        while True:
            if wanted == waiting.WAIT_RW:  # nearly always it can go on at once; the hub waits for one thing
                said += 1
                if said > SAID_AT_ONCE:
                    eventlet.sleep(0.001)
            else:
                reads = wanted == waiting.WAIT_R
                eventlet.hubs.trampoline(fileno, read=reads, write=not reads)
            wanted = asking.send(wanted)
    except StopIteration as answered:
        return answered.value


if ASYNC_MODE == "eventlet":
    from psycopg import waiting

    use_readiness(_Hub())
    _wait_with_selector: Any = waiting.wait
    waiting.wait = cast(Any, _wait_for_postgresql)

app = _once_it_can(_make, (sys.argv[1], int(sys.argv[2])) if __name__ == "__main__" else None)


def serve(host: str, port: int) -> None:
    """Until stopped."""
    live = app.extensions["live"]
    _once_it_can(live.register.beat, (host, port))
    live.start()
    # What is there at start stays: without this the collector walks it again and again under load (p99 71 to 8 ms).
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    SERVERS[ASYNC_MODE](app, host, port)


def _at_once(listener: Any) -> None:
    """Send small frames at once: under load the median falls from 31 to 2.4 ms (docs/decisions/0007)."""
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _let_go(hub: Any, fileno: int, failed: tuple[Any, BaseException, Any]) -> None:
    """Whoever listened to this connection failed."""
    logs.note_failed_task(failed[1])
    hub.remove_descriptor(fileno)


def _serve_with_eventlet(application: Flask, host: str, port: int) -> None:
    from eventlet import tpool, wsgi

    class Protocol(InOurWords, wsgi.HttpProtocol):  # type: ignore[misc]
        """Only small requests of ours are read through these buffers, and a poll keeps them while it waits."""

        rbufsize = wbufsize = 2_048
        server: Any

        def _read_request_line(self) -> bytes | str:
            line: bytes | str = super()._read_request_line()
            if len(line) < self.server.url_length_limit:
                return line
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
            return ""

        def parse_request(self) -> bool:
            try:
                return bool(super().parse_request())
            except (wsgi.HeaderLineTooLong, wsgi.HeadersTooLarge):
                self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return False

    class Log(wsgi.LoggerNull):  # type: ignore[misc]
        """Of an error that no other door has caught it would write down whatever that says. Requests are not logged."""

        def info(self, *_: object, **__: object) -> None:
            failed = sys.exc_info()[1]
            if isinstance(failed, Exception) and not isinstance(failed, ConnectionError):  # whose page has gone
                logs.note_failed_task(failed)

    use_runner(tpool.execute)
    hub = eventlet.hubs.get_hub()
    hub.squelch_timer_exception = lambda _timer, failed: logs.note_failed_task(failed[1])
    hub.squelch_exception = partial(_let_go, hub)
    hub.squelch_generic_exception = lambda failed: logs.note_failed_task(failed[1])
    listener = eventlet.listen((host, port), backlog=BACKLOG, reuse_port=False)
    _at_once(listener)
    wsgi.server(listener, application, log=Log(), log_output=True, max_size=10_000, debug=False, protocol=Protocol)


def _serve_with_gevent(application: Flask, host: str, port: int) -> None:
    from gevent import get_hub, pywsgi

    class Handler(pywsgi.WSGIHandler):  # type: ignore[misc]
        def handle_one_request(self) -> Any:
            done = super().handle_one_request()
            return (done[0], unreadable(int(done[0]))) if isinstance(done, tuple) else done

        def handle_one_response(self) -> None:
            super().handle_one_response()
            if "HTTP_SEC_WEBSOCKET_KEY" in self.environ:
                self.close_connection = True  # what the page still sent is no request

    get_hub().print_exception = lambda _context, _kind, failed, _frames: logs.note_failed_task(failed)
    use_runner(lambda work, *args, **kwargs: get_hub().threadpool.apply(work, args, kwargs))
    server = pywsgi.WSGIServer((host, port), application, backlog=BACKLOG, log=None, handler_class=Handler)
    server.init_socket()
    _at_once(server.socket)
    server.serve_forever()


def _serve_with_threads(application: Flask, host: str, port: int) -> None:
    """A thread for each connection, which may then block as it likes."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Handler(InOurWords, WSGIRequestHandler):
        def run_wsgi(self) -> None:
            try:
                super().run_wsgi()
            except ValueError:  # the address is none, and Werkzeug would break off without a word
                self.send_error(HTTPStatus.BAD_REQUEST)

        def connection_dropped(self, error: BaseException, environ: dict[str, Any] | None = None) -> None:
            self.close_connection = True  # a websocket has ended, and what the page still sent is no request

    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # not each request
    server = make_server(host, port, application, threaded=True, request_handler=Handler)
    _at_once(server.socket)
    server.serve_forever()


SERVERS = {"eventlet": _serve_with_eventlet, "gevent": _serve_with_gevent, "threading": _serve_with_threads}


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
