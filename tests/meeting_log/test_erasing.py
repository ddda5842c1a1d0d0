import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from mas_hub import db
from mas_hub.db import snapshot, transaction
from mas_hub.db.connected import Current
from mas_hub.meeting_log import append, entries_after, erase, fold, verify
from tests.sitting import Sitting

CANARY = "Rwy'n arswydo canary-4711"


def on_disk(folder: Path) -> bytes:
    """The database file and its write-ahead file, as somebody who took the disk would read them."""
    return b"".join(path.read_bytes() for path in folder.glob("mas_hub.sqlite*"))


def write_notes(sitting: Sitting) -> None:
    with transaction() as session:
        actor = sitting.entering(session, "beth")
        for version, number in ((1, 7), (1, 8), (2, 7)):
            subject = {"type": "note", "id": number, "version": version, "text": f"{CANARY} {number}"}
            append(session, actor, "note_changed", subject)


def erase_note(sitting: Sitting, number: int, version: int) -> None:
    with transaction() as session:
        erase(session, sitting.entering(session, "beth"), "note", number, version)


def test_erased_text_is_gone_from_the_database_file_and_its_write_ahead_file(opened: Sitting) -> None:
    write_notes(opened)
    assert CANARY.encode() in on_disk(opened.folder)
    erase_note(opened, 7, 3)
    assert f"{CANARY} 7".encode() not in on_disk(opened.folder)
    erase_note(opened, 8, 2)
    assert CANARY.encode() not in on_disk(opened.folder)


def test_chain_is_whole_after_erasing_and_the_erasure_names_the_emptied_numbers(opened: Sitting) -> None:
    before = len(opened.log())
    write_notes(opened)
    erase_note(opened, 7, 3)
    with snapshot() as session:
        assert verify(session) == []
    assert [entry.seq for entry in opened.log()] == list(range(1, before + 5))
    assert opened.log()[-1].subject == {
        "type": "note",
        "id": 7,
        "version": 3,
        "erased": True,
        "entries": {"stream": "shared", "seqs": [before + 1, before + 3]},
    }


def test_erased_entries_are_still_delivered_without_their_body(opened: Sitting) -> None:
    before = len(opened.log())
    write_notes(opened)
    erase_note(opened, 7, 3)
    with snapshot() as session:
        entries = entries_after(session, opened.meeting_id, "shared", before)
    assert [entry.subject for entry in entries[:3]] == [
        {"type": "note", "id": 7, "version": 1, "erased": True},
        {"type": "note", "id": 8, "version": 1, "text": f"{CANARY} 8"},
        {"type": "note", "id": 7, "version": 2, "erased": True},
    ]
    assert fold(entries)["note"][0] == {"type": "note", "id": 7, "version": 3, "erased": True}


def test_what_was_never_written_leaves_no_erasure(opened: Sitting) -> None:
    before = opened.log()
    erase_note(opened, 404, 1)
    assert opened.log() == before


def test_each_stream_it_was_in_gets_its_own_erasure(long_log: Sitting) -> None:
    """Note 21 was in the shared stream alone, note 8 in the preparation alone: nobody learns of the other stream."""
    with snapshot() as session:
        erasures = session.execute(
            text("SELECT stream, subject_id FROM log_entries WHERE kind = 'erased' ORDER BY stream")
        ).all()
    assert [tuple(row) for row in erasures] == [("agency:2", 8), ("shared", 21)]


def test_erased_text_goes_as_soon_as_nobody_else_reads_the_file(opened: Sitting) -> None:
    """Another process, a backup say, reads what was before the erasure: nothing waits for it, and it is made good."""
    write_notes(opened)
    reader = sqlite3.connect(opened.folder / "mas_hub.sqlite")
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM log_entries").fetchone()
    erase_note(opened, 7, 3)
    erase_note(opened, 8, 2)
    assert CANARY.encode() in on_disk(opened.folder)
    reader.close()
    opened.do("beth", "add_reflection", prompt="analysis", text="Something else happens.")
    assert CANARY.encode() not in on_disk(opened.folder)


def test_erased_text_goes_with_what_is_written_next_where_it_could_not_at_once(
    opened: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full, say, when the write-ahead file is to be emptied."""

    def refuses() -> None:
        raise OperationalError("PRAGMA", None, sqlite3.OperationalError("disk I/O error"))

    write_notes(opened)
    with monkeypatch.context() as full:
        full.setattr("mas_hub.db.erased.engine", refuses)
        erase_note(opened, 7, 3)
    assert f"{CANARY} 7".encode() in on_disk(opened.folder)
    opened.do("beth", "add_reflection", prompt="analysis", text="Something else happens.")
    assert f"{CANARY} 7".encode() not in on_disk(opened.folder)


def test_nothing_of_another_meeting_is_erased_with_it(opened: Sitting) -> None:
    write_notes(opened)
    with transaction() as session:
        elsewhere = opened.entering(session, "hugo", opened.other_meeting_id)
        append(session, elsewhere, "note_changed", {"type": "note", "id": 7, "version": 1, "text": "Elsewhere."})
    erase_note(opened, 7, 3)
    with snapshot() as session:
        assert entries_after(session, opened.other_meeting_id, "shared", 0)[-1].subject["text"] == "Elsewhere."


def test_next_process_makes_good_what_a_killed_one_left(
    opened: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_notes(opened)
    with closing(sqlite3.connect(opened.folder / "mas_hub.sqlite")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM log_entries").fetchone()
        erase_note(opened, 7, 3)
        erase_note(opened, 8, 2)
        for file in opened.folder.glob("mas_hub.sqlite*"):
            shutil.copy(file, tmp_path)
    assert CANARY.encode() in on_disk(tmp_path)
    monkeypatch.setattr(Current, "erased_lingers", False)  # as it begins with
    db.configure(f"sqlite:///{tmp_path / 'mas_hub.sqlite'}")
    opened.do("beth", "add_reflection", prompt="analysis", text="Something else happens.")
    assert CANARY.encode() not in on_disk(tmp_path)
