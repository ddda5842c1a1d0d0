"""The bus between workers, with a Redis that is not there."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from mas_hub.live.bus import RedisBus

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
