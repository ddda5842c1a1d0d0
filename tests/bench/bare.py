"""The control: what anybody writes in half an hour with Flask-SocketIO on eventlet.

One table, one SQLite commit at synchronous=FULL for each entry, a broadcast to the room. No sign-in, no checks, no log.
`python tests/bench/bare.py DATABASE PORT` serves it.
"""

if __name__ == "__main__":
    import warnings

    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()

import sqlite3
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

COLUMNS = ("id", "meeting_id", "at", "person_id", "text")


def create(path: Path, entries: Mapping[int, int], text: str) -> None:
    """A database whose meetings have that many `entries` already."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(
            "CREATE TABLE entries (id INTEGER PRIMARY KEY, meeting_id INTEGER, at REAL, person_id INTEGER, text TEXT)"
        )
        database.execute("CREATE INDEX entries_of_a_meeting ON entries (meeting_id, id)")
        rows = [(meeting_id, time.time(), 1, text) for meeting_id, count in entries.items() for _ in range(count)]
        database.executemany("INSERT INTO entries (meeting_id, at, person_id, text) VALUES (?, ?, ?, ?)", rows)
    database.close()


def serve(path: str, port: int) -> None:
    from flask import Flask
    from flask_socketio import SocketIO, emit, join_room

    app = Flask("bare")
    socketio = SocketIO(app, async_mode="eventlet")
    database = sqlite3.connect(path, check_same_thread=False)
    database.execute("PRAGMA synchronous=FULL")

    def join(data: dict[str, Any]) -> dict[str, Any]:
        join_room(f"meeting {data['meeting_id']}")
        rows = database.execute(
            "SELECT id, meeting_id, at, person_id, text FROM entries WHERE meeting_id = ? AND id > ? ORDER BY id",
            (data["meeting_id"], data.get("after", 0)),
        )
        return {"ok": True, "entries": [dict(zip(COLUMNS, row, strict=True)) for row in rows]}

    def act(data: dict[str, Any]) -> dict[str, Any]:
        values = (data["meeting_id"], time.time(), data["person_id"], data["text"])
        with database:
            row = database.execute(
                "INSERT INTO entries (meeting_id, at, person_id, text) VALUES (?, ?, ?, ?)", values
            ).lastrowid
        entry = dict(zip(COLUMNS, (row, *values), strict=True))
        emit("entry", entry, to=f"meeting {data['meeting_id']}")
        return {"ok": True, "entry": entry}

    socketio.on_event("join", join)
    socketio.on_event("act", act)
    socketio.run(app, host="127.0.0.1", port=port)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
