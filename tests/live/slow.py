"""A page that reads only when it is told to."""

import json
import socket
from typing import Any

import websocket

from tests.live.running import PATIENCE_S, Server
from tests.sitting import token_of


class SlowPage:
    """Speaks Socket.IO by hand, since a library would read all the time. Its own buffer is small."""

    def __init__(self, server: Server, who: str, meeting_id: int) -> None:
        self._wire = websocket.create_connection(
            server.origin.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket",
            cookie=f"mas_hub_session={token_of(who)}",
            origin=server.origin,
            timeout=PATIENCE_S,
            sockopt=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)],
        )
        assert self._read().startswith("0{")
        self._wire.send("40")
        assert self._read().startswith("40")
        self._wire.send("420" + json.dumps(["join", {"meeting_id": meeting_id}]))
        while not self._read().startswith("430"):
            pass

    def entries_upto(self, act_id: str) -> list[dict[str, Any]]:
        """Read on until the entry of this act has come."""
        entries: list[dict[str, Any]] = []
        while not any(entry["act_id"] == act_id for entry in entries):
            frame = self._read()
            if frame == "2":
                self._wire.send("3")
            elif frame.startswith('42["entries"'):
                entries += json.loads(frame[2:])[1]["entries"]
        return entries

    def say_it_lives(self) -> None:
        """What answers a ping, read or unread: it is slow, not gone."""
        self._wire.send("3")

    def ask(self, event: str, payload: Any) -> bool:
        """Without waiting for the answer. False once the server has ended the connection."""
        try:
            self._wire.send("429" + json.dumps([event, payload]))
        except (OSError, websocket.WebSocketException):
            return False
        return True

    def ended(self) -> bool:
        """Read on until there is nothing more; fails when there always is."""
        try:
            while self._wire.recv():
                pass
        except (OSError, websocket.WebSocketConnectionClosedException):
            pass
        return True

    def close(self) -> None:
        self._wire.close()

    def _read(self) -> str:
        frame = self._wire.recv()
        assert isinstance(frame, str)
        return frame
