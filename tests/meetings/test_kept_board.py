"""A board is made once for all who ask for it, and anew as soon as anything has happened."""

from datetime import timedelta
from typing import Any

import pytest

from mas_hub import clock
from mas_hub.db import snapshot
from mas_hub.meeting_log import Entry, writing
from mas_hub.meetings import board as kept
from mas_hub.meetings.board import board, missed
from mas_hub.meetings.subjects import views_of
from mas_hub.practice.profile import profile
from tests.sitting import NOW, Sitting


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The meetings whose views were read anew."""
    meetings: list[int] = []

    def count(session: Any, meeting_id: int) -> Any:
        meetings.append(meeting_id)
        return views_of(session, meeting_id)

    monkeypatch.setattr(kept, "views_of", count)
    monkeypatch.setattr(kept, "_kept", {})
    return meetings


def see(sitting: Sitting, who: str) -> dict[str, Any]:
    with snapshot() as session:
        return board(session, sitting.entering(session, who))


def test_twelve_who_come_back_at_once_are_answered_from_one_reading(opened: Sitting, made: list[int]) -> None:
    first, second = see(opened, "beth"), see(opened, "dina")
    assert made == [opened.meeting_id]
    assert {**first["views"], "preparation": []} == {**second["views"], "preparation": []}
    assert (first["me"]["person_id"], second["me"]["person_id"]) == (opened.people["beth"], opened.people["dina"])


def test_what_happened_since_is_on_it(opened: Sitting, made: list[int]) -> None:
    see(opened, "beth")
    opened.do("beth", "add_reflection", prompt="learning", text="Ask sooner.")
    after = see(opened, "dina")
    assert made == [opened.meeting_id] * 2
    assert "Ask sooner." in [view["text"] for view in after["views"]["reflection"]]
    assert after["activity"][-1]["seq"] == after["cursors"]["shared"]


def test_what_happened_at_another_worker_is_on_it(
    opened: Sitting, made: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of which nobody has told this one."""
    see(opened, "beth")
    monkeypatch.setattr(writing, "_listeners", [])
    opened.do("dina", "add_reflection", prompt="learning", text="Ask sooner.")
    assert "Ask sooner." in [view["text"] for view in see(opened, "beth")["views"]["reflection"]]


def test_nothing_of_it_stays_in_memory_once_something_happened(opened: Sitting, made: list[int]) -> None:
    see(opened, "beth")
    assert opened.meeting_id in kept._kept
    opened.do("beth", "add_reflection", prompt="learning", text="Ask sooner.")
    assert opened.meeting_id not in kept._kept


def test_the_next_day_is_another_board(opened: Sitting, made: list[int]) -> None:
    see(opened, "beth")
    with clock.fixed(NOW + timedelta(days=1)):
        see(opened, "beth")
    assert made == [opened.meeting_id] * 2


def test_what_the_partnership_changed_of_its_practice_is_on_it(
    opened: Sitting, made: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = see(opened, "beth")["reference"]
    monkeypatch.setattr(kept, "practice_of", lambda _: profile("wales"))
    assert see(opened, "beth")["reference"] != before


def test_no_more_boards_are_kept_than_agreed(opened: Sitting, made: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 1)
    see(opened, "beth")
    with snapshot() as session:
        board(session, opened.entering(session, "freya", opened.other_meeting_id))
    assert list(kept._kept) == [opened.other_meeting_id]


def test_who_comes_back_is_told_what_they_missed_of_what_they_read(opened: Sitting) -> None:
    opened.do("dina", "state_capacity", level="over", words="canary-capacity")
    for who, reads in (("dina", True), ("amara", True), ("beth", False), ("arun", False)):
        streams = opened.streams_of(who)
        with snapshot() as session:
            told = missed(session, opened.entering(session, who), {"shared": 3, "agency:999": 1})
        assert told is not None
        assert told["heads"].keys() == streams
        assert sorted(told["entries"], key=_place) == sorted(
            opened.log_of(streams - {"shared"}) + opened.log()[3:], key=_place
        )
        assert (who, "canary" in str([entry.body for entry in told["entries"]])) == (who, reads)


def test_who_lacks_more_than_agreed_in_all_their_streams_gets_the_board(
    opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.do("dina", "state_capacity", level="over", words="Two away.")
    lacking = len(opened.log_of(opened.streams_of("dina")))
    for most, by_entries in ((lacking, True), (lacking - 1, False)):
        monkeypatch.setattr(kept, "MOST_MISSED", most)
        with snapshot() as session:
            assert (missed(session, opened.entering(session, "dina"), {}) is not None) is by_entries


def _place(entry: Entry) -> tuple[str, int]:
    return entry.stream, entry.seq
