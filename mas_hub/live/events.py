"""What pages send, from Engine.IO to its handler, and the answer on its way back, past Socket.IO's own layers of both
(docs/decisions/0007)."""

import re
from collections.abc import Callable
from typing import Any

import orjson

from mas_hub.live.json_text import JsonText
from mas_hub.live.wires import NAMESPACE, Wires

Answer = Callable[[str, Any], dict[str, Any]]
"""Takes a socket's sid and what it sent with the event."""

_EVENT = re.compile(r"2(\d{0,15})(\[.*)", re.DOTALL)


class Events:
    """`unknown` takes the events that nobody answers."""

    def __init__(self, server: Any, wires: Wires, unknown: Answer) -> None:
        self._manager = server.manager
        self._start = server.start_background_task
        self._wires = wires
        self._unknown = unknown
        self.answers: dict[str, Answer] = {}
        self._others = server.eio.handlers["message"]
        server.eio.on("message", self._message)

    def on(self, event: str, answer: Answer) -> None:
        self.answers[event] = answer

    def _message(self, connection: str, said: Any) -> None:
        """Everything but a plain event of ours is Socket.IO's own."""
        event = _EVENT.fullmatch(said) if isinstance(said, str) else None
        sid = self._manager.sid_from_eio_sid(connection, NAMESPACE)
        if event is None or not self._manager.is_connected(sid, NAMESPACE):
            self._others(connection, said)
            return
        name, *sent = JsonText.loads(event[2])
        answer = self.answers.get(name, self._unknown)
        self._start(self._answer, connection, event[1].encode(), answer, sid, sent[0] if sent else None)

    def _answer(self, connection: str, number: bytes, answer: Answer, sid: str, sent: Any) -> None:
        answered = answer(sid, sent)
        if number:
            self._wires.say(connection, b"3" + number + orjson.dumps([answered]))
