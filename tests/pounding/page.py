"""A page that sends whatever text one likes: no library in between would let most of it through."""

import contextlib
import json
import threading
from typing import Any

import websocket

from tests.live.running import Server

PATIENCE_S = 60.0


class Page:
    """It reads and answers pings by itself. `heard`: the events that came, in order; `ended`: it is gone."""

    def __init__(self, server: Server, token: str) -> None:
        address = server.origin.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self._socket = websocket.create_connection(
            address, cookie=f"mas_hub_session={token}", origin=server.origin, enable_multithread=True
        )
        self.heard: list[tuple[str, Any]] = []
        self.ended = False
        self._number = 0
        self._answers: dict[int, list[Any]] = {}
        self._connected = False
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.send("40")
        self.wait(lambda: self._connected)

    def ask(self, event: str, *said: Any) -> list[Any]:
        return self.answer_to("42", json.dumps([event, *said]))

    def answer_to(self, kind: str, text: str) -> list[Any]:
        """What is acknowledged to the event, as it was written. Fails when nothing is."""
        self._number += 1
        number = self._number
        self.send(f"{kind}{number}{text}")
        self.wait(lambda: number in self._answers)
        return self._answers.pop(number)

    def send(self, frame: str) -> None:
        self._socket.send(frame)

    def close(self) -> None:
        self._socket.close()
        self._reader.join(PATIENCE_S)

    def wait(self, until: Any) -> None:
        with self._changed:
            self._changed.wait_for(lambda: until() or self.ended, PATIENCE_S)
            assert until(), "the connection was ended" if self.ended else "not a word was answered"

    def _read(self) -> None:
        with contextlib.suppress(OSError, websocket.WebSocketException):
            while frame := str(self._socket.recv()):
                with self._changed:
                    self._take(frame)
                    self._changed.notify_all()
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    def _take(self, frame: str) -> None:
        if frame == "2":
            self.send("3")
        elif frame.startswith("40"):
            self._connected = True
        elif frame.startswith("42"):
            name, said = json.loads(frame[2:])
            self.heard.append((name, said))
        elif frame.startswith("43"):
            number, bracket, rest = frame[2:].partition("[")
            self._answers[int(number)] = json.loads(bracket + rest)


def entries_of(page: Page, meeting_id: int, stream: str) -> list[int]:
    """The numbers of the entries that were pushed, in the order in which they came."""
    pushed = [said for name, said in list(page.heard) if name == "entries"]
    return [
        entry["seq"]
        for said in pushed
        for entry in said["entries"]
        if (entry["meeting_id"], entry["stream"]) == (meeting_id, stream)
    ]
