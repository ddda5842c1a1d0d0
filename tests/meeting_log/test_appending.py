import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from mas_hub.db import snapshot, transaction
from mas_hub.meeting_log import (
    Entry,
    activity,
    append,
    entries_after,
    entries_done,
    fold,
    heads_of,
    on_appended,
    open_stream,
    remember_act,
    verify,
)
from mas_hub.meeting_log.models import LogEntry
from tests.sitting import NOW, Sitting


def note(number: int, version: int = 1, **more: Any) -> dict[str, Any]:
    return {"type": "note", "id": number, "version": version, **more}


def appended(sitting: Sitting, *subjects: dict[str, Any], stream: str = "shared") -> list[Entry]:
    with transaction() as session:
        actor = sitting.entering(session, "beth")
        return [append(session, actor, "note_changed", subject, stream=stream) for subject in subjects]


def append_and_think_better_of_it(sitting: Sitting) -> None:
    with suppress(InterruptedError), transaction() as session:
        append(session, sitting.entering(session, "beth"), "note_changed", note(1))
        raise InterruptedError


def test_numbers_of_each_stream_run_from_one_without_gaps(opened: Sitting) -> None:
    before = len(opened.log())
    with transaction() as session:
        for stream in ("agency:99", "chair:99"):
            open_stream(session, opened.meeting_id, stream)
    for round_ in range(5):
        appended(opened, note(round_), note(round_ + 10), stream="shared")
        appended(opened, note(round_), stream="agency:99")
    with snapshot() as session:
        for stream, count in (("shared", before + 10), ("agency:99", 5), ("chair:99", 0)):
            entries = entries_after(session, opened.meeting_id, stream, 0)
            assert [entry.seq for entry in entries] == list(range(1, count + 1))
        heads = heads_of(session, [opened.meeting_id, opened.other_meeting_id])[opened.meeting_id]
        assert heads.items() >= {"shared": before + 10, "agency:99": 5, "chair:99": 0}.items()
        assert verify(session) == []


def test_what_a_rolled_back_transaction_appended_leaves_no_gap(opened: Sitting) -> None:
    before = opened.log()
    append_and_think_better_of_it(opened)
    assert opened.log() == before
    assert appended(opened, note(2))[0].seq == len(before) + 1


def test_entry_says_what_where_when_and_by_whom(opened: Sitting) -> None:
    entry = appended(opened, note(3, text="Gwên, “quoted” & <b>"))[0]
    said = json.loads(json.dumps(entry.as_json()))
    assert said == {
        "meeting_id": opened.meeting_id,
        "stream": "shared",
        "seq": entry.seq,
        "kind": "note_changed",
        "at": "2026-09-21T12:30:00.000000Z",
        "by": {"person_id": opened.people["beth"], "agency_id": opened.agencies["csc"]},
        "act_id": "",
        "subject": {"type": "note", "id": 3, "version": 1, "text": "Gwên, “quoted” & <b>"},
    }
    assert opened.log()[-1] == entry


def test_reading_begins_after_the_cursor_and_ends_where_asked(opened: Sitting) -> None:
    with snapshot() as session:
        entries = entries_after(session, opened.meeting_id, "shared", 3, upto=6)
        assert [entry.seq for entry in entries] == [4, 5, 6]
        assert entries_after(session, opened.meeting_id, "shared", 10_000) == []
        assert entries_after(session, opened.meeting_id, "agency:99", 0) == []


def test_activity_is_the_last_of_the_streams_asked_for_oldest_first(long_log: Sitting) -> None:
    with snapshot() as session:
        last = activity(session, long_log.meeting_id, ["shared"], most=100)
    assert [entry.seq for entry in last] == [entry.seq for entry in long_log.log()[-100:]]
    assert "subject" in last[0].without_body()
    assert set(last[0].without_body()["subject"]) == {"type", "id"}


def test_activity_of_several_streams_is_the_last_of_all_of_them(long_log: Sitting) -> None:
    with snapshot() as session:
        last = activity(session, long_log.meeting_id, ["shared", "agency:2"], most=10)
    assert len(last) == 10
    assert last == sorted(last, key=lambda entry: (entry.at, entry.stream, entry.seq))
    assert [entry.seq for entry in last] == [entry.seq for entry in long_log.log()[-10:]]


def test_appending_to_a_stream_that_was_not_opened_is_refused(opened: Sitting) -> None:
    with pytest.raises(NoResultFound), transaction() as session:
        append(session, opened.entering(session, "beth"), "note_changed", note(1), stream="agency:77")


def test_listeners_hear_once_after_the_commit_and_never_of_a_rollback(
    opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mas_hub.meeting_log.writing._listeners", [])
    heard: list[tuple[int, int, list[Entry]]] = []

    def listen(meeting_id: int, appended: Sequence[Entry]) -> None:
        with snapshot() as session:
            heard.append((meeting_id, heads_of(session, [meeting_id])[meeting_id]["shared"], list(appended)))

    on_appended(listen)
    append_and_think_better_of_it(opened)
    assert heard == []
    entries = appended(opened, note(1), note(2), note(3))
    assert heard == [(opened.meeting_id, entries[-1].seq, entries)]


def test_what_one_transaction_wrote_in_two_meetings_is_told_to_each_of_them_alone(
    opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[int, list[Entry]]] = []
    monkeypatch.setattr("mas_hub.meeting_log.writing._listeners", [])
    on_appended(lambda meeting_id, entries: heard.append((meeting_id, list(entries))))
    with transaction() as session:
        here = append(session, opened.entering(session, "beth"), "note_changed", note(1))
        elsewhere = opened.entering(session, "hugo", opened.other_meeting_id)
        there = append(session, elsewhere, "note_changed", note(2))
    assert heard == [(opened.meeting_id, [here]), (opened.other_meeting_id, [there])]


def test_the_same_words_have_another_digest_each_time(opened: Sitting) -> None:
    """So nobody who guesses what was erased can find out whether they are right."""
    appended(opened, note(1), note(1))
    with snapshot() as session:
        digests = session.scalars(select(LogEntry.body_digest).where(LogEntry.kind == "note_changed")).all()
        salts = session.scalars(select(LogEntry.salt).where(LogEntry.kind == "note_changed")).all()
    assert len({*digests}) == len({*salts}) == 2


def test_folding_keeps_each_thing_s_highest_version(opened: Sitting) -> None:
    entries = appended(
        opened, note(2, 1, text="a"), note(1, 1, text="b"), note(2, 3, text="c"), note(2, 2, text="late")
    )
    assert fold(entries) == {"note": [note(1, 1, text="b"), note(2, 3, text="c")]}
    assert fold([]) == {}


def test_act_is_remembered_by_person_and_refused_with_other_data(opened: Sitting) -> None:
    with transaction() as session:
        actor = opened.entering(session, "beth")
        assert remember_act(session, actor, "an_act", {"a": 1, "b": [2]})
        assert not remember_act(session, actor, "an_act", {"b": [2], "a": 1})
        with pytest.raises(KeyError):
            remember_act(session, actor, "an_act", {"a": 2})
        with pytest.raises(KeyError):
            remember_act(session, actor, "another_act", {"a": 1, "b": [2]})
        assert remember_act(session, opened.entering(session, "dina"), "an_act", {"a": 2})


def test_entries_of_an_act_are_found_by_its_person_and_id(opened: Sitting) -> None:
    first = opened.do("beth", "add_reflection", act_id="same-id-0001", prompt="analysis", text="One.")
    opened.do("dina", "add_reflection", act_id="same-id-0001", prompt="analysis", text="Two.")
    with snapshot() as session:
        assert entries_done(session, opened.meeting_id, opened.people["beth"], "same-id-0001") == first
        assert entries_done(session, opened.meeting_id, opened.people["beth"], "unknown") == []
        assert entries_done(session, opened.other_meeting_id, opened.people["beth"], "same-id-0001") == []
    assert first[0].at == NOW
