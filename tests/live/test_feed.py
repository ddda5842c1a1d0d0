"""The feed tells every entry once and in order, whether it came with its nudge or has to be read."""

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from unittest.mock import Mock

import orjson
import pytest

from mas_hub.db import snapshot, transaction
from mas_hub.live import feed as feed_module
from mas_hub.live.feed import Feed, Leaving
from mas_hub.live.presence import Register
from mas_hub.live.sockets import Socket, Sockets
from mas_hub.meeting_log import Entry, append, heads_of
from tests.sitting import Sitting


class NobodyLeaves:
    def no_longer_welcome(self, sockets: Iterable[Socket]) -> list[Leaving]:
        return []

    def signs_of_earlier(self, meeting_ids: Collection[int]) -> Mapping[int, str]:
        return {}

    def moves_audience(self, entry: Entry) -> bool:
        return False

    def streams_of(self, meeting_id: int, sockets: Iterable[Socket]) -> list[tuple[Socket, frozenset[str]]]:
        return []

    def chairs_away(self, present: Mapping[int, Sequence[int]], *, noting: bool) -> Mapping[int, datetime | None]:
        return {}


class Heard:
    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.heads: dict[str, dict[str, int]] = {}
        self.rooms: set[tuple[str, str]] = set()

    def emit(self, event: str, data: Any = None, *, to: str | Sequence[str]) -> None:
        if event == "entries":
            self.entries += orjson.loads(orjson.dumps(data))["entries"]
            self.rooms.add((data["stream"], str(to)))
        if event == "heads":
            self.heads |= dict.fromkeys(to, data["heads"])


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def sockets() -> Sockets:
    return Sockets()


@pytest.fixture
def feed(heard: Heard, sockets: Sockets, opened: Sitting) -> Feed:
    made = Feed(heard, sockets, Register(), NobodyLeaves(), lambda _: None, lambda *_: None)
    with snapshot() as session:
        made.follow(opened.meeting_id, heads_of(session, [opened.meeting_id])[opened.meeting_id])
    return made


def said(sitting: Sitting, *texts: str) -> list[Entry]:
    return [sitting.do("beth", "add_reflection", prompt="analysis", text=text)[0] for text in texts]


def look(feed: Feed, meeting_id: int) -> None:
    """What the feed's loop does when it was nudged."""
    committed, feed._committed = feed._committed, {}
    nudged, feed._nudged = feed._nudged, set()
    feed.look(nudged | feed._tell_committed(committed, nudged), ())


def test_what_comes_with_its_nudge_is_told_without_a_look_at_the_log(
    feed: Feed, heard: Heard, opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = said(opened, "one", "two", "three")
    monkeypatch.setattr(feed_module, "snapshot", None)
    feed.nudge(opened.meeting_id, [second])
    feed.nudge(opened.meeting_id, [first])
    look(feed, opened.meeting_id)
    feed.nudge(opened.meeting_id, [third, first])
    look(feed, opened.meeting_id)
    assert heard.entries == [each.as_json() for each in (first, second, third)]


@pytest.mark.parametrize("came", [slice(1, None), slice(None, None, 2)], ids=["before", "between"])
def test_where_one_is_missing_the_log_is_read(feed: Feed, heard: Heard, opened: Sitting, came: slice) -> None:
    entries = said(opened, "one", "two", "three")
    feed.nudge(opened.meeting_id, entries[came])
    look(feed, opened.meeting_id)
    assert heard.entries == [each.as_json() for each in entries]


def test_a_nudge_that_brings_nothing_has_the_log_read(feed: Feed, heard: Heard, opened: Sitting) -> None:
    entries = said(opened, "one", "two")
    feed.nudge(opened.meeting_id, entries[:1])
    feed.nudge(opened.meeting_id)
    look(feed, opened.meeting_id)
    assert heard.entries == [each.as_json() for each in entries]


def test_what_was_erased_since_is_told_as_it_is_now(feed: Feed, heard: Heard, opened: Sitting) -> None:
    wellbeing = opened.do("beth", "add_reflection", prompt="wellbeing", text="canary")
    heard_too = opened.do("beth", "add_reflection", prompt="voice_of_the_child", text="He wants to stay.")
    closing = opened.do("amara", "close_meeting", no_next_meeting_because="All is done.")
    feed.nudge(opened.meeting_id, [*wellbeing, *heard_too, *closing])  # nothing is missing that would have it read
    look(feed, opened.meeting_id)
    assert heard.entries == [each.as_json() for each in opened.log()[-len(heard.entries) :]]
    assert "canary" not in str(heard.entries)
    assert "erased" in {each["kind"] for each in heard.entries}


def test_what_comes_after_a_pause_is_told_at_once_and_what_follows_closely_is_gathered(
    feed: Feed, heard: Heard, opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [time.monotonic()]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    entries = said(opened, "one", "two", "three")
    feed.nudge(opened.meeting_id, entries[:1])
    assert heard.entries == [entries[0].as_json()]
    feed.nudge(opened.meeting_id, entries[1:2])
    now[0] += feed_module.GATHER_S
    feed.nudge(opened.meeting_id, entries[2:])  # something waits: it does not overtake that
    assert heard.entries == [entries[0].as_json()]
    look(feed, opened.meeting_id)
    assert heard.entries == [each.as_json() for each in entries]


def test_nothing_is_told_at_once_while_something_waits(feed: Feed, heard: Heard, opened: Sitting) -> None:
    entries = said(opened, "one", "two")
    feed._wake.set()
    feed.nudge(opened.meeting_id, entries)
    assert heard.entries == []
    look(feed, opened.meeting_id)
    assert heard.entries == [each.as_json() for each in entries]


def test_nothing_is_told_at_once_while_somebody_delivers(feed: Feed, heard: Heard, opened: Sitting) -> None:
    entries = said(opened, "one")
    with feed._telling:
        feed.nudge(opened.meeting_id, entries)
    assert heard.entries == []
    look(feed, opened.meeting_id)
    assert heard.entries == [entries[0].as_json()]


def test_whoever_may_hear_another_stream_is_asked_for_by_the_loop(
    feed: Feed, heard: Heard, opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NobodyLeaves, "moves_audience", lambda *_: True)
    entries = said(opened, "one")
    feed.nudge(opened.meeting_id, entries)
    assert heard.entries == []
    look(feed, opened.meeting_id)
    assert heard.entries == [entries[0].as_json()]


def test_a_tick_tells_what_no_nudge_told_and_each_page_the_heads_of_what_it_may_hear(
    feed: Feed, heard: Heard, sockets: Sockets, opened: Sitting
) -> None:
    for sid, streams in (("all", {"shared", "agency:2"}), ("one", {"shared"})):
        sockets.add(Socket(sid, "", 1, opened.people["beth"], "en", {opened.meeting_id: frozenset(streams)}))
    entries = said(opened, "one", "two")
    feed.tick()
    feed.tick()
    assert heard.entries == [each.as_json() for each in entries]
    last = entries[-1].seq
    assert heard.heads["one"] == {"shared": last}
    assert heard.heads["all"] == {"shared": last, "agency:2": len(opened.log("agency:2"))}


def test_who_hears_it_is_asked_before_it_is_told(
    sockets: Sockets, opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A private stream that has just begun has readers only once they were asked for; nobody else is."""
    followed: list[tuple[str, frozenset[str]]] = []
    told: list[list[tuple[str, frozenset[str]]]] = []
    emitter = Mock(emit=lambda *_, **__: told.append([*followed]))
    feed = Feed(
        emitter,
        sockets,
        Register(),
        NobodyLeaves(),
        lambda _: None,
        lambda page, _, hears: followed.append((page.sid, hears)),
    )
    monkeypatch.setattr(NobodyLeaves, "moves_audience", lambda _, entry: True)
    monkeypatch.setattr(
        NobodyLeaves, "streams_of", lambda _, __, pages: [(page, frozenset({"shared"})) for page in pages]
    )
    for sid, meeting_id in (("ours", opened.meeting_id), ("theirs", opened.other_meeting_id)):
        page = Socket(sid, "", 1, 1, "en")
        page.following[meeting_id] = frozenset()
        sockets.add(page)
    with snapshot() as session:
        feed.follow(opened.meeting_id, heads_of(session, [opened.meeting_id])[opened.meeting_id])
    said(opened, "one")
    feed.look([opened.meeting_id], ())
    assert told == [[("ours", frozenset({"shared"}))]]


def test_each_stream_is_told_to_those_alone_who_hear_it(feed: Feed, heard: Heard, opened: Sitting) -> None:
    with transaction() as session:
        beth = opened.entering(session, "beth")
        for number, stream in enumerate(("shared", "agency:2")):
            append(session, beth, "note_changed", {"type": "note", "id": number, "version": 1}, stream=stream)
    feed.look([opened.meeting_id], ())
    assert heard.rooms == {(stream, f"{opened.meeting_id}/{stream}") for stream in ("shared", "agency:2")}


def test_who_joins_later_takes_nothing_from_those_before(feed: Feed, heard: Heard, opened: Sitting) -> None:
    """They are told from where they are; the others still have to hear what came before that."""
    entries = said(opened, "one", "two")
    with snapshot() as session:
        feed.follow(opened.meeting_id, heads_of(session, [opened.meeting_id])[opened.meeting_id])
    feed.nudge(opened.meeting_id)
    look(feed, opened.meeting_id)
    assert heard.entries == [each.as_json() for each in entries]
