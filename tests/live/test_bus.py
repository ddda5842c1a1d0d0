"""The bus between workers, with a Redis that is not there."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

from mas_hub.live.bus import RedisBus

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def test_publishing_returns_at_once_while_redis_is_away() -> None:
    bus = RedisBus(NOBODY_LISTENS)
    tasks: list[Future[object]] = []
    with ThreadPoolExecutor() as threads:
        bus.start(lambda work, *args: tasks.append(threads.submit(work, *args)), lambda _: None)
        begun = time.monotonic()
        for meeting_id in range(1000):
            bus.publish(meeting_id)
        took = time.monotonic() - begun
        bus.stop()
        for task in tasks:
            task.result(5)
    assert took < 0.5
