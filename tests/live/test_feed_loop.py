"""What wakes the feed makes it look before its tick, and what it cannot write keeps nothing from anybody."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from queue import Queue
from typing import Any

import orjson
import pytest

from mas_hub.db import snapshot
from mas_hub.errors import Unavailable
from mas_hub.live import feed as feed_module
from mas_hub.live.feed import Feed, Leaving
from mas_hub.live.presence import Register
from mas_hub.live.sockets import Socket, Sockets
from mas_hub.meeting_log import heads_of
from tests.live.test_feed import NobodyLeaves, said
from tests.sitting import NOW, Sitting

Told = Queue[tuple[str, dict[str, Any]]]


class Disk(Register, NobodyLeaves):
    """Of a worker and of its gate: whether it is full already when the worker says that it lives, or only then."""

    full = full_shortly_after = False

    def beat(self, sockets: object = ()) -> None:
        if self.full:
            raise Unavailable("unavailable")

    def chairs_away(self, present: Mapping[int, Sequence[int]], *, noting: bool) -> Mapping[int, datetime | None]:
        if noting and (self.full or self.full_shortly_after):
            raise Unavailable("unavailable")
        return dict.fromkeys(present, None if noting else NOW)


@pytest.fixture
def told() -> Told:
    return Queue()


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def asked() -> threading.Event:
    """Set once it is asked who may stay."""
    return threading.Event()


@pytest.fixture
def feed(told: Told, disk: Disk, asked: threading.Event, opened: Sitting, monkeypatch: pytest.MonkeyPatch) -> Feed:
    class Emitter:
        def emit(self, event: str, data: Any = None, *, to: object) -> None:
            told.put((event, orjson.loads(orjson.dumps(data))))

    def nobody(_: object) -> list[Leaving]:
        asked.set()
        return []

    sockets = Sockets()
    sockets.add(Socket("s", "", 1, opened.people["beth"], "en", {opened.meeting_id: frozenset({"shared"})}))
    monkeypatch.setattr(disk, "no_longer_welcome", nobody)
    made = Feed(Emitter(), sockets, disk, disk, lambda _: None, lambda *_: None)
    with snapshot() as session:
        made.follow(opened.meeting_id, heads_of(session, [opened.meeting_id])[opened.meeting_id])
    return made


@pytest.fixture
def running(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> Iterator[Feed]:
    """Its loop, whose first tick nobody lives to see."""
    monkeypatch.setattr(feed_module, "TICK_S", 3600.0)
    loop = threading.Thread(target=feed.run)
    loop.start()
    yield feed
    feed.stop()
    loop.join()


@pytest.mark.parametrize(
    ("wakes", "event"),
    [
        (lambda feed, meeting_id, _: feed.nudge(meeting_id), "entries"),
        (lambda feed, meeting_id, entries: feed.nudge(meeting_id, entries[1:]), "entries"),
        (lambda feed, meeting_id, _: feed.nudge(meeting_id, presence=True), "presence"),
    ],
    ids=["elsewhere", "one is missing", "somebody came"],
)
def test_a_nudge_has_it_look_at_once(
    running: Feed, told: Told, opened: Sitting, wakes: Callable[..., None], event: str
) -> None:
    entries = said(opened, "one", "two")
    wakes(running, opened.meeting_id, entries)
    heard = dict(told.get(timeout=60) for _ in range(2 if event == "presence" else 1))
    assert event in heard
    assert heard["entries"]["entries"] == [each.as_json() for each in entries]


def test_what_is_told_at_once_leaves_the_loop_to_go_on(running: Feed, told: Told, opened: Sitting) -> None:
    first, second = said(opened, "one", "two")
    running.nudge(opened.meeting_id, [first])
    running.nudge(opened.meeting_id)
    heard = [entry for _ in range(2) for entry in told.get(timeout=60)[1]["entries"]]
    assert heard == [first.as_json(), second.as_json()]


def test_nobody_else_tells_while_the_loop_does(running: Feed, opened: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Queue[bool]()
    monkeypatch.setattr(running._emitter, "emit", lambda *_, **__: held.put(running._telling.locked()))
    said(opened, "one")
    running.nudge(opened.meeting_id)
    assert held.get(timeout=60)


def test_of_a_meeting_that_nobody_follows_nothing_is_read(feed: Feed, told: Told, opened: Sitting) -> None:
    feed.look([opened.other_meeting_id], [opened.other_meeting_id])
    assert told.empty()


def test_it_goes_on_after_it_could_not_look(
    running: Feed, told: Told, opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error in (Unavailable("unavailable"), ZeroDivisionError()):
        tried = threading.Event()

        def away(error: Exception = error, tried: threading.Event = tried) -> None:
            tried.set()
            raise error

        with monkeypatch.context() as gone:
            gone.setattr(feed_module, "snapshot", away)
            running.nudge(opened.meeting_id)
            assert tried.wait(60)
    entries = said(opened, "one")
    running.nudge(opened.meeting_id)
    assert told.get(timeout=60)[1]["entries"] == [each.as_json() for each in entries]


def test_seats_that_changed_have_it_asked_at_once_who_may_stay(running: Feed, asked: threading.Event) -> None:
    running.seats_changed()
    assert asked.wait(60)


def test_a_nudge_that_comes_as_it_begins_to_look_is_not_lost(feed: Feed, told: Told, opened: Sitting) -> None:
    class Wake(threading.Event):
        def clear(self) -> None:
            feed.nudge(opened.meeting_id)
            super().clear()

    said(opened, "one")
    feed._wake = Wake()
    feed._deliver(ticking=False)
    assert feed._wake.is_set() or not told.empty()


def test_what_nobody_follows_any_longer_is_forgotten(feed: Feed, opened: Sitting) -> None:
    feed.tick()
    assert feed._delivered.keys() == feed._present.keys() == {opened.meeting_id}
    feed._sockets.remove("s")
    feed.tick()
    assert (feed._delivered, feed._present) == ({}, {})


@pytest.mark.parametrize("when", ["full", "full_shortly_after"])
def test_while_nothing_can_be_written_it_tells_so_and_all_that_it_reads(
    feed: Feed, told: Told, disk: Disk, opened: Sitting, when: str
) -> None:
    def heard() -> dict[str, dict[str, Any]]:
        return dict(told.get_nowait() for _ in range(told.qsize()))

    feed.tick()
    assert "presence" in heard()
    setattr(disk, when, True)
    [entry] = said(opened, "one")
    feed._present[opened.meeting_id] = [opened.people["beth"]]
    feed.tick()
    now = heard()
    assert now["entries"]["entries"] == [entry.as_json()]
    assert (now["heads"]["cannot_save"], now["heads"]["chair_away_since"]) == (True, "2026-09-21T12:30:00.000000Z")
    if when == "full":
        feed.nudge(opened.meeting_id, presence=True)
        feed._deliver(ticking=False)
        assert "presence" not in {*now, *heard()}, "who is here is not known, and they stay who they were"
    setattr(disk, when, False)
    feed._present[opened.meeting_id] = []
    feed.tick()
    now = heard()
    assert ("presence" in now) == (when == "full"), "who joined meanwhile was answered otherwise"
    assert "cannot_save" not in now["heads"]
    assert now["heads"]["chair_away_since"] is None
