"""The bus between workers, with a Redis that is not there, or says what a test has it say."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from mas_hub.live.bus import SILENT_PINGS, RedisBus

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def test_publishing_returns_at_once_while_redis_is_away() -> None:
    """Who publishes neither asks Redis nor waits for those who do, which do not even run yet."""
    bus = RedisBus(NOBODY_LISTENS)
    works: list[Callable[[], object]] = []
    bus.start(lambda work, *args: works.append(partial(work, *args)), lambda _: None)
    for meeting_id in range(1000):
        bus.publish(meeting_id)
    with ThreadPoolExecutor() as threads:
        tasks = [threads.submit(work) for work in works]
        bus.stop()
        for task in tasks:
            task.result(60)
    assert tasks


class Said:
    """A Redis that keeps what it is told, and whose subscribers hear `messages` and then nothing."""

    def __init__(self, *messages: dict[str, Any]) -> None:
        self.published: list[str] = []
        self.pings = 0
        self._messages = [*messages]

    def publish(self, _channel: str, said: str) -> None:
        self.published.append(said)

    def pubsub(self) -> "Said":
        return self

    def __enter__(self) -> "Said":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def psubscribe(self, _: str) -> None:
        pass

    def get_message(self, **_: object) -> dict[str, Any] | None:
        return self._messages.pop(0) if self._messages else None

    def ping(self) -> None:
        self.pings += 1


def message(data: bytes, channel: bytes = b"another's", type: str = "pmessage") -> dict[str, Any]:
    return {"type": type, "channel": channel, "data": data}


def test_what_others_tell_is_passed_on_and_a_line_that_broke_without_a_word_is_given_up() -> None:
    bus = RedisBus(NOBODY_LISTENS)
    own = message(b"9", channel=bus._channel.encode())
    said = Said(message(b"1", type="psubscribe"), own, message(b"4 none 5"), message(b"6"))
    bus._redis = said
    heard: list[int] = []
    with pytest.raises(ConnectionError):
        bus._listen(heard.append)
    assert heard == [4, 5, 6]
    assert said.pings == SILENT_PINGS


def test_what_is_published_as_it_begins_to_send_is_not_forgotten() -> None:
    class Wake(threading.Event):
        def clear(self) -> None:
            bus.publish(7)
            super().clear()

    bus = RedisBus(NOBODY_LISTENS)
    bus._redis = said = Said()
    bus._wake = Wake()
    bus.publish(4)
    bus._send()
    assert {"4", "7"} == {*" ".join(said.published).split()} or bus._wake.is_set()
    bus._wake = threading.Event()
    bus._wake.set()
    bus._send()
    bus._wake.set()
    said.published.clear()
    bus._send()
    assert said.published == [], "nothing is told where nothing happened"
