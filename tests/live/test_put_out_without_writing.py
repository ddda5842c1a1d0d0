"""Everybody who may no longer stay is put out at the next look, also while the database takes no write."""

from collections.abc import Iterable

import pytest
from flask import Flask

from mas_hub.config import Settings
from mas_hub.errors import Unavailable
from mas_hub.live.feed import Leaving
from mas_hub.live.server import LiveServer
from mas_hub.live.sockets import Socket
from tests.live.test_feed import NobodyLeaves

MEETING = 1


class EverybodyLeaves(NobodyLeaves):
    def no_longer_welcome(self, sockets: Iterable[Socket]) -> list[Leaving]:
        return [Leaving(socket, "seat_removed", MEETING) for socket in sockets if MEETING in socket.following]


def test_one_whose_leaving_cannot_be_written_keeps_nobody_in(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = LiveServer(app, settings, EverybodyLeaves())
    sockets = [Socket(f"sid-{number}", "", number, number, "en") for number in range(1, 4)]
    for socket in sockets:
        socket.following[MEETING] = frozenset({"shared"})
        live.sockets.add(socket)

    def cannot(*_: object) -> None:
        raise Unavailable("unavailable")

    monkeypatch.setattr(live.register, "leave", cannot)
    live.feed.put_out()
    assert [socket.following for socket in sockets] == [{}, {}, {}]
