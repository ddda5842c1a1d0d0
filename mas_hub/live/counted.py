"""Counting and timing the events of sockets, and giving log lines their ids."""

import time
from collections.abc import Mapping
from typing import Any

from mas_hub.live.events import Answer
from mas_hub.monitoring import figures, logs


def counted(event: str, answer: Answer) -> Answer:
    """`answer`, counted by its outcome."""
    seconds = figures.event_seconds.labels(event)
    done = figures.events.labels(event, "done")

    def answer_counted(sid: str, payload: Any) -> dict[str, Any]:
        began = time.perf_counter()
        logs.begin(event=event, act_id=payload.get("act_id") if isinstance(payload, Mapping) else None)
        answered = answer(sid, payload)
        (done if answered["ok"] else figures.events.labels(event, answered["code"])).inc()
        seconds.observe(time.perf_counter() - began)
        return answered

    return answer_counted
