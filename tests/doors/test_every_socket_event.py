"""Every event that a socket may send is listed here, with who may. An event that is not fails.

Whoever is connected and sends any other is told that there is no such event.
"""

from flask import Flask

# Each handler enters the meeting afresh, as the session's holder; see tests/live for what they answer to whom.
EVENTS = {
    "connect": "whoever holds a session that lives",
    "disconnect": "whoever is connected",
    "join": "seats that accepted the ground rules",
    "leave": "whoever is connected",
    "act": "whoever holds the act's permission in the meeting",
    "here": "whoever holds a session that lives",
}


def test_every_socket_event_is_listed(whole_app: Flask) -> None:
    live = whole_app.extensions["live"]
    handlers = live.socketio.server.handlers
    assert set(handlers) == {"/"}
    assert {*handlers["/"], *live.events.answers} == set(EVENTS)
