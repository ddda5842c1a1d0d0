"""A page that sends whatever text one likes: no library in between would let most of it through."""

import json
import select
from typing import Any

import websocket

from tests.live.running import Server

PATIENCE_S = 20.0


class Page:
    """`heard`: the events that came, in order. Read it often: who does not read is let go."""

    def __init__(self, server: Server, token: str) -> None:
        address = server.origin.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self._socket = websocket.create_connection(
            address, cookie=f"mas_hub_session={token}", origin=server.origin, timeout=PATIENCE_S
        )
        self.heard: list[tuple[str, Any]] = []
        self._number = 0
        self._answers: dict[int, list[Any]] = {}
        self.send("40")
        self._connected = False
        while not self._connected:
            self._read()

    def ask(self, event: str, *said: Any) -> list[Any]:
        return self.ask_text(json.dumps([event, *said]))

    def ask_text(self, text: str) -> list[Any]:
        """What is acknowledged to the event, as it was written. Fails when nothing is."""
        return self.answer_to("42", text)

    def answer_to(self, kind: str, text: str) -> list[Any]:
        self._number += 1
        self.send(f"{kind}{self._number}{text}")
        while self._number not in self._answers:
            self._read()
        return self._answers.pop(self._number)

    def send(self, frame: str) -> None:
        self._socket.send(frame)

    def send_bytes(self, frame: bytes) -> None:
        self._socket.send_binary(frame)

    def listen(self) -> None:
        """Read what has come."""
        while self._socket.sock and select.select([self._socket.sock], [], [], 0)[0]:
            self._read()

    def close(self) -> None:
        self._socket.close()

    def _read(self) -> None:
        frame = str(self._socket.recv())
        if frame == "":
            raise ConnectionError("the server ended the connection")
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
        else:
            assert frame.startswith("0"), f"nothing that the protocol knows: {frame[:80]}"


def entries_of(page: Page, meeting_id: int, stream: str) -> list[int]:
    """The numbers of the entries that were pushed, in the order in which they came."""
    pushed = [said for name, said in page.heard if name == "entries"]
    return [
        entry["seq"]
        for said in pushed
        for entry in said["entries"]
        if (entry["meeting_id"], entry["stream"]) == (meeting_id, stream)
    ]
