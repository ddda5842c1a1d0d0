"""What waits for a page is counted, in the queue of each async mode; whose connections there are is known."""

import queue
import time
from types import SimpleNamespace
from typing import Any

import pytest
from engineio.packet import MESSAGE, Packet
from gevent.queue import JoinableQueue

from mas_hub.live.connections import Connections
from mas_hub.live.outbox import outboxes
from mas_hub.live.pace import Pace
from mas_hub.live.wires import STUCK_S, Wires


def packet(size: int) -> Packet:
    return Packet(MESSAGE, "x" * size)


@pytest.fixture(params=[queue.Queue, JoinableQueue], ids=["threading", "gevent"])
def outbox(request: pytest.FixtureRequest) -> Any:
    told: list[Any] = []
    made = outboxes(request.param, told.append, most=1000)()
    made.told_of = told
    return made


def test_more_than_may_wait_is_told_once(outbox: Any) -> None:
    for _ in range(10):
        outbox.put(packet(100))
    assert outbox.told_of == []
    outbox.put(packet(1))
    outbox.put(packet(1000))
    assert outbox.told_of == [outbox]


def test_what_was_taken_no_longer_waits(outbox: Any) -> None:
    for _ in range(1000):
        outbox.put(packet(300))
        outbox.put(None)
        assert outbox.get(timeout=1).data
        assert outbox.get(block=False) is None
    assert outbox.told_of == []


def test_a_single_large_one_may_wait(outbox: Any) -> None:
    outbox.put(packet(100_000))
    assert outbox.told_of == []


def test_the_oldest_make_room_for_the_newest() -> None:
    connections = Connections(3)
    assert [connections.opened(each, 1) for each in "abc"] == [[], [], []]
    assert connections.opened("of another", 2) == []
    connections.closed("b")
    assert connections.opened("d", 1) == []
    assert connections.opened("e", 1) == ["a"]
    assert connections.opened("f", 1) == ["c"]
    connections.closed("a")
    assert connections.opened("g", 1) == ["d"]
    assert [Connections(0).opened(str(each), 1) for each in range(100)] == [[]] * 100


def test_frames_are_read_at_a_page_s_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    moment, slept = 0.0, [0.0]

    def sleep(seconds: float) -> None:
        nonlocal moment
        slept.append(seconds)
        moment += seconds

    monkeypatch.setattr(time, "monotonic", lambda: moment)
    monkeypatch.setattr(time, "sleep", sleep)
    pace = Pace(10)
    for _ in range(30):
        pace.wait()
    assert sum(slept) == pytest.approx(0)
    for _ in range(100):
        pace.wait()
    assert sum(slept) == pytest.approx(10)
    Pace(0).wait()


def test_who_takes_nothing_for_long_is_let_go() -> None:
    closed: list[str] = []
    owned = ("stuck", "reads", "idle")
    held = {name: SimpleNamespace(close=lambda name=name, **_: closed.append(name)) for name in owned}
    mode = {"websocket": None, "queue": queue.Queue}
    engine = SimpleNamespace(_async=mode, sockets=held, start_background_task=None, send_packet=None)
    wires = Wires(SimpleNamespace(eio=engine))
    cut: list[str] = []
    for name, ago in (("stuck", STUCK_S + 1), ("reads", 1.0), ("idle", None), ("nobody's", None)):
        since = 0.0 if ago is None else time.monotonic() - ago
        wires._wires[name] = SimpleNamespace(sending_since=since, cut=lambda name=name: cut.append(name))  # type: ignore[assignment]
    wires.drop_stuck()
    assert (cut, closed, list(engine.sockets)) == (["stuck", "nobody's"], ["stuck"], ["reads", "idle"])
