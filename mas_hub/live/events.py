"""A page's events, from Engine.IO straight to their handlers, and the answers straight back: past Socket.IO's own
layers (docs/decisions/0007)."""

import logging
import re
from collections.abc import Callable
from typing import Any

import orjson

from mas_hub.live.json_text import JsonText
from mas_hub.live.wires import NAMESPACE, Wires

log = logging.getLogger(__name__)

Answer = Callable[[str, Any], dict[str, Any]]
"""Takes a socket's sid and what it sent with the event."""

_EVENT = re.compile(r"(2|5\d{1,9}-)(\d{0,15})(\[.*)", re.DOTALL)
_OF_TEXT = "2"


class Events:
    """`unknown` takes the events that nobody answers, `malformed` what is no event though it was sent as one."""

    def __init__(self, server: Any, wires: Wires, unknown: Answer, malformed: Answer) -> None:
        self._manager = server.manager
        self._wires = wires
        self._unknown = unknown
        self._malformed = malformed
        self.answers: dict[str, Answer] = {}
        self._others = server.eio.handlers["message"]
        server.eio.on("message", self._message)
        wires.quick = self.begun

    def on(self, event: str, answer: Answer) -> None:
        self.answers[event] = answer

    def _message(self, connection: str, said: Any) -> None:
        """Everything but an event is Socket.IO's own. None of ours carries bytes."""
        if not isinstance(said, str):
            if not self._is_connected(connection):
                self._others(connection, said)
        elif not self.begun(connection, said):
            try:
                self._others(connection, said)
            except (ValueError, LookupError, TypeError, RecursionError):
                log.warning("a page sent what is no packet of Socket.IO's")

    def begun(self, connection: str, said: str) -> bool:
        """Whether this is an event; then it is being answered in a task of its own. Waits for nothing."""
        event = _EVENT.fullmatch(said)
        if event is None or not self._is_connected(connection):
            return False
        sid = self._manager.sid_from_eio_sid(connection, NAMESPACE)
        answer, sent = self._read(event[1], event[3])
        self._wires.start(self._answer, connection, event[2].encode(), answer, sid, sent)
        return True

    def _is_connected(self, connection: str) -> bool:
        sid = self._manager.sid_from_eio_sid(connection, NAMESPACE)
        connected: bool = self._manager.is_connected(sid, NAMESPACE)
        return connected

    def _read(self, kind: str, text: str) -> tuple[Answer, Any]:
        """Who answers the event, and what was sent with it."""
        try:
            name, *sent = JsonText.loads(text)
        except (ValueError, RecursionError):
            return self._malformed, None
        if kind != _OF_TEXT or not isinstance(name, str):
            return self._malformed, None
        return self.answers.get(name, self._unknown), sent[0] if sent else None

    def _answer(self, connection: str, number: bytes, answer: Answer, sid: str, sent: Any) -> None:
        answered = answer(sid, sent)
        if number:
            self._wires.say(connection, b"3" + number + orjson.dumps([answered]))
