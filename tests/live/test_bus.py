"""The bus between workers, with a Redis that is not there."""

import threading
import time

from mas_hub.live.bus import RedisBus

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def test_publishing_returns_at_once_while_redis_is_away() -> None:
    bus = RedisBus(NOBODY_LISTENS)
    tasks: list[threading.Thread] = []

    def spawn(work: object, *args: object) -> None:
        tasks.append(threading.Thread(target=work, args=args))  # type: ignore[arg-type]
        tasks[-1].start()

    bus.start(spawn, lambda _: None)
    begun = time.monotonic()
    for meeting_id in range(1000):
        bus.publish(meeting_id)
    assert time.monotonic() - begun < 0.5
    bus.stop()
    for task in tasks:
        task.join(5)
        assert not task.is_alive()
