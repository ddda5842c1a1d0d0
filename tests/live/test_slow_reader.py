"""A page that does not read for a while holds nobody up, and gets everything whole and in order when it reads again."""

import json
import socket
import time
from typing import Any

import websocket

from tests.live.conftest import Connect
from tests.live.running import PATIENCE_S, Server
from tests.sitting import Sitting, token_of

ACTS = 64
LONG = "€" * 7_900
"""Some 47 kB once it is sent; together more than the kernel keeps for a connection."""


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

    def close(self) -> None:
        self._wire.close()

    def _read(self) -> str:
        frame = self._wire.recv()
        assert isinstance(frame, str)
        return frame


def test_slow_reader_gets_everything_in_order_and_holds_nobody_up(
    server: Server, prepared: Sitting, connect: Connect
) -> None:
    slow = SlowPage(server, "arun", prepared.meeting_id)
    beth, dina = connect(server, "beth"), connect(server, "dina")
    for guest in (beth, dina):
        guest.join(prepared.meeting_id)
    took: list[float] = []
    act_id = ""
    for number in range(ACTS):
        began = time.monotonic()
        answer = beth.act(prepared.meeting_id, "add_reflection", {"prompt": "analysis", "text": f"{number} {LONG}"})
        took.append(time.monotonic() - began)
        if number % 10 == 0:
            slow.say_it_lives()
        act_id = answer["entries"][0]["act_id"]
    dina.wait(lambda: act_id in {entry["act_id"] for entry in dina.entries()})
    entries = slow.entries_upto(act_id)
    slow.close()
    numbers = [entry["seq"] for entry in entries]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert [entry["subject"]["text"].split()[0] for entry in entries[-ACTS:]] == [str(each) for each in range(ACTS)]
    assert sorted(took)[int(ACTS * 0.95)] < 1.0
