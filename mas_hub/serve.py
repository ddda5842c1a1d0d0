"""The one module that knows the async mode. It patches first, then makes the application: import nothing before it.

`python -m mas_hub.serve HOST PORT` serves it; an operator's own WSGI server imports `app` (through wsgi.py).
"""

# ruff: noqa: E402 (patching comes before every other import)

import os
import sys
import warnings

ASYNC_MODE = os.environ.get("MAS_HUB_ASYNC_MODE", "eventlet")

# psycopg would hold the whole process while it waits; this lets it wait as eventlet does (architecture, "stack").
os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")

if ASYNC_MODE == "eventlet":
    # Known, and why it stays is written down (docs/decisions/0001); every other warning is heard.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()

import gc
import logging
import socket

from flask import Flask

from mas_hub.app import create_app
from mas_hub.blocking import use_runner
from mas_hub.config import settings_from
from mas_hub.live.wires import unmask

settings = settings_from()
logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
app = create_app(settings)


def serve(host: str, port: int) -> None:
    """Until stopped."""
    app.extensions["live"].start()
    # What is there at start stays: without this the collector walks it again and again under load (p99 71 to 8 ms).
    gc.collect()
    gc.freeze()
    if settings.async_mode == "eventlet":
        _serve_with_eventlet(app, host, port)
    else:
        app.extensions["live"].socketio.run(app, host=host, port=port, allow_unsafe_werkzeug=True)


def _serve_with_eventlet(application: Flask, host: str, port: int) -> None:
    from eventlet import tpool, wsgi
    from eventlet.websocket import RFC6455WebSocket

    use_runner(tpool.execute)
    # Its own goes byte by byte: a frame of 64 KB held everybody up for 15 ms.
    RFC6455WebSocket._apply_mask = staticmethod(unmask)
    listener = eventlet.listen((host, port), backlog=1024)
    # Small frames leave at once; under load the median falls from 31 to 2.4 ms (architecture, "speed").
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    wsgi.server(listener, application, log_output=False, max_size=10_000, debug=False)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
