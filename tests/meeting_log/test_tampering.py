"""Somebody with the database file, but without the key, changes it. Nothing they do goes unseen."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from mas_hub.db import snapshot, transaction
from mas_hub.meeting_log import append, purge, verify
from tests.meeting_log.conftest import PREPARATION
from tests.sitting import NOW, Sitting
from tests.tampering import unguarded

TRIES = 6
Tamper = Callable[[Session, random.Random], None]

OTHER_VALUES: dict[str, Any] = {
    "kind": "note_forged",
    "at": "2026-01-01 00:00:00.000000",
    "person_id": 77,
    "agency_id": 77,
    "act_id": "another",
    "subject_type": "decision",
    "subject_id": 7777,
    "subject_version": 77,
    "body": '{"type":"note","id":1,"version":1,"text":"Forged."}',
    "salt": "0" * 64,
    "body_digest": "0" * 64,
    "hash": "0" * 64,
}


def sql(session: Session, statement: str, **values: Any) -> Any:
    return session.execute(text(statement), values)


def some_row(session: Session, chance: random.Random, where: str = "1=1") -> Any:
    rows = sql(session, f"SELECT * FROM log_entries WHERE {where} ORDER BY id").all()
    return chance.choice(rows)


def change_a_value(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance, "body IS NOT NULL")
    column = chance.choice(sorted(OTHER_VALUES))
    sql(session, f"UPDATE log_entries SET {column} = :value WHERE id = :id", value=OTHER_VALUES[column], id=row.id)


def change_one_character_of_a_body(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance, "body IS NOT NULL")
    place = chance.randrange(len(row.body))
    changed = row.body[:place] + ("x" if row.body[place] != "x" else "y") + row.body[place + 1 :]
    sql(session, "UPDATE log_entries SET body = :body WHERE id = :id", body=changed, id=row.id)


def change_a_body_with_its_digest(session: Session, chance: random.Random) -> None:
    first, second = some_row(session, chance, "body IS NOT NULL"), some_row(session, chance, "seq = 5")
    sql(
        session,
        "UPDATE log_entries SET body = :body, salt = :salt, body_digest = :digest WHERE id = :id",
        body=second.body,
        salt=second.salt,
        digest=second.body_digest,
        id=first.id if first.id != second.id else first.id + 1,
    )


def delete_from_the_middle(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance, "seq > 1 AND seq < 50")
    sql(session, "DELETE FROM log_entries WHERE id = :id", id=row.id)


def delete_and_close_the_gap(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance, "seq < 50")
    where = {"meeting": row.meeting_id, "stream": row.stream, "seq": row.seq}
    of_stream = "meeting_id = :meeting AND stream = :stream"
    sql(session, "DELETE FROM log_entries WHERE id = :id", id=row.id)
    sql(session, f"UPDATE log_entries SET seq = -seq WHERE {of_stream} AND seq > :seq", **where)
    sql(session, f"UPDATE log_entries SET seq = -seq - 1 WHERE {of_stream} AND seq < 0", **where)


def insert_at_the_end(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance)
    columns = [name for name in row._mapping if name not in ("id", "seq")]
    listed = ", ".join(columns)
    sql(
        session,
        f"INSERT INTO log_entries (seq, {listed}) SELECT (SELECT max(seq) + 1 FROM log_entries "
        f"WHERE meeting_id = :meeting AND stream = :stream), {listed} FROM log_entries WHERE id = :id",
        meeting=row.meeting_id,
        stream=row.stream,
        id=row.id,
    )


def insert_a_stream(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance, "seq > 1")
    sql(session, "UPDATE log_entries SET stream = 'agency:99', seq = 1 WHERE id = :id", id=row.id)


def swap_two(session: Session, chance: random.Random) -> None:
    first = some_row(session, chance, "seq > 1 AND stream = 'shared'")
    second = some_row(session, chance, f"seq > 1 AND meeting_id = {first.meeting_id} AND seq <> {first.seq}")
    if second.stream != first.stream:
        second = some_row(session, chance, f"stream = 'shared' AND meeting_id = {first.meeting_id} AND seq = 1")
    for row_id, seq in ((first.id, -1), (second.id, first.seq), (first.id, second.seq)):
        sql(session, "UPDATE log_entries SET seq = :seq WHERE id = :id", seq=seq, id=row_id)


def cut_off_the_tail(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance)
    sql(
        session,
        "DELETE FROM log_entries WHERE meeting_id = :meeting AND stream = :stream AND seq >= :seq",
        meeting=row.meeting_id,
        stream=row.stream,
        seq=row.seq,
    )


def cut_off_the_tail_and_mend_the_head(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance, "seq > 1")
    cut_from = {"meeting": row.meeting_id, "stream": row.stream, "seq": row.seq}
    of_stream = "meeting_id = :meeting AND stream = :stream"
    sql(session, f"DELETE FROM log_entries WHERE {of_stream} AND seq >= :seq", **cut_from)
    last = sql(session, f"SELECT hash FROM log_entries WHERE {of_stream} AND seq = :seq - 1", **cut_from).scalar()
    sql(
        session,
        f"UPDATE log_streams SET count = :seq - 1, last_hash = :hash WHERE {of_stream}",
        hash=last,
        **cut_from,
    )


def empty_a_body(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance, "body IS NOT NULL AND kind <> 'erased'")
    sql(session, "UPDATE log_entries SET body = NULL, salt = NULL WHERE id = :id", id=row.id)


def empty_an_erasure(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance, "kind = 'erased'")
    sql(session, "UPDATE log_entries SET body = NULL, salt = NULL WHERE id = :id", id=row.id)


def refill_an_erased_body(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance, "body IS NULL")
    refill = chance.choice(["body = :body, salt = '00'", "body = :body", "salt = substr(:body, 1, 4)"])
    sql(session, f"UPDATE log_entries SET {refill} WHERE id = :id", body=OTHER_VALUES["body"], id=row.id)


def pretend_an_erasure(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance, "body IS NOT NULL AND kind <> 'erased'")
    sql(session, "UPDATE log_entries SET kind = 'erased' WHERE id = :id", id=row.id)


def change_a_head(session: Session, chance: random.Random) -> None:
    change = chance.choice(["count = count + 1", "count = 0", f"last_hash = '{'1' * 64}'", f"mac = '{'2' * 64}'"])
    stream = chance.choice(["shared", "agency:2"])
    sql(session, f"UPDATE log_streams SET {change} WHERE stream = :stream", stream=stream)


def remove_a_head(session: Session, chance: random.Random) -> None:
    stream = chance.choice(["shared", "agency:2"])
    sql(session, "DELETE FROM log_streams WHERE stream = :stream", stream=stream)


def remove_a_meeting_s_whole_log(session: Session, chance: random.Random) -> None:
    meeting = some_row(session, chance).meeting_id
    for table in ("log_entries", "log_streams", "acts_done"):
        sql(session, f"DELETE FROM {table} WHERE meeting_id = :meeting", meeting=meeting)


TAMPERINGS: list[Tamper] = [
    change_a_value,
    change_one_character_of_a_body,
    change_a_body_with_its_digest,
    delete_from_the_middle,
    delete_and_close_the_gap,
    insert_at_the_end,
    insert_a_stream,
    swap_two,
    cut_off_the_tail,
    cut_off_the_tail_and_mend_the_head,
    empty_a_body,
    empty_an_erasure,
    refill_an_erased_body,
    pretend_an_erasure,
    change_a_head,
    remove_a_head,
    remove_a_meeting_s_whole_log,
]


def test_untouched_log_is_whole(long_log: Sitting) -> None:
    with snapshot() as session:
        assert verify(session) == []


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: str(tamper.__name__))
def test_tampering_is_found(long_log: Sitting, tamper: Tamper) -> None:
    for seed in range(TRIES):
        with unguarded() as session:
            tamper(session, random.Random(f"{tamper.__name__} {seed}"))
            assert verify(session) != [], f"try {seed} went unseen"
            session.rollback()
    with snapshot() as session:
        assert verify(session) == []


@pytest.mark.parametrize("column", sorted({*OTHER_VALUES, "stream", "meeting_id", "seq"}))
def test_every_column_is_covered(long_log: Sitting, column: str) -> None:
    others = {**OTHER_VALUES, "stream": "agency:3", "meeting_id": long_log.other_meeting_id, "seq": 9_999}
    with unguarded() as session:
        row = some_row(session, random.Random(4), "seq = 40 AND stream = 'shared'")
        sql(session, f"UPDATE log_entries SET {column} = :value WHERE id = :id", value=others[column], id=row.id)
        assert verify(session) != []
        session.rollback()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE log_entries SET meeting_id = :purged WHERE id = :kept", "an entry of a meeting that was purged"),
        (
            f"UPDATE log_entries SET meeting_id = :purged, stream = '{PREPARATION}' WHERE id = :kept",
            "an entry of a meeting that was purged",
        ),
        (f"UPDATE log_streams SET mac = '{'2' * 64}' WHERE meeting_id = :purged AND stream = 'shared'", "head changed"),
        ("UPDATE log_streams SET count = count - 1 WHERE meeting_id = :purged", "its stub was changed"),
        ("UPDATE purged_meetings SET at = '2026-01-01 00:00:00.000000'", "its stub was changed"),
        ("UPDATE purged_meetings SET about = '{}'", "its stub was changed"),
        ("DELETE FROM purged_meetings", "tail cut off"),
    ],
)
def test_what_is_left_of_a_purged_meeting_stays_as_it_was(long_log: Sitting, change: str, what: str) -> None:
    with unguarded() as session:
        purge(session, long_log.meeting_id, NOW, {"case_id": 1, "rule": {"months": 24}})
        assert verify(session) == []
        kept = sql(session, "SELECT max(id) FROM log_entries").scalar()
        values = {"purged": long_log.meeting_id, "kept": kept}
        sql(session, change, **{name: value for name, value in values.items() if f":{name}" in change})
        assert what in {fault.what for fault in verify(session)}
        session.rollback()


@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        ("DELETE FROM log_entries WHERE {shared} AND seq = {last}", "tail cut off"),
        (
            "UPDATE log_streams SET count = {last} - 1, last_hash = (SELECT hash FROM log_entries "
            "WHERE {shared} AND seq = {last} - 1) WHERE {shared}",
            "head changed",
        ),
        ("UPDATE log_streams SET mac = 'another' WHERE {shared}", "head changed"),
        ("UPDATE log_entries SET seq = {last} + 1 WHERE {shared} AND seq = {last}", "missing"),
        ("UPDATE log_entries SET body = 'another' WHERE {shared} AND seq = 2", "body changed"),
        ("UPDATE log_entries SET body = NULL, salt = NULL WHERE {shared} AND seq = 2", "emptied without an erasure"),
    ],
)
def test_each_fault_is_named_where_there_is_no_other(opened: Sitting, tamper: str, what: str) -> None:
    """In a log without an erasure: where one is cut off too, what it erased shows as well."""
    shared = f"meeting_id = {opened.meeting_id} AND stream = 'shared'"
    with unguarded() as session:
        sql(session, tamper.format(shared=shared, last=len(opened.log())))
        assert {fault.what for fault in verify(session)} >= {what}
        session.rollback()


def test_the_end_of_another_course_is_not_taken_for_this_one_s(opened: Sitting) -> None:
    """A head and entries that the hub wrote, each at its time, as long as each other: of a copy that went on apart."""
    of_stream = f"meeting_id = {opened.meeting_id} AND stream = 'shared'"
    ends = []
    for words in ("One way.", "Another."):
        with unguarded() as session:
            before = sql(session, f"SELECT count, last_hash, mac FROM log_streams WHERE {of_stream}").one()._asdict()
            subject = {"type": "note", "id": 1, "version": 1, "text": words}
            append(session, opened.entering(session, "beth"), "note_changed", subject)
            ends.append(sql(session, f"SELECT last_hash, mac FROM log_streams WHERE {of_stream}").one()._asdict())
            assert verify(session) == []
            if words == "One way.":
                sql(session, f"DELETE FROM log_entries WHERE {of_stream} AND seq > :count", count=before["count"])
                put_back = "count = :count, last_hash = :last_hash, mac = :mac"
                sql(session, f"UPDATE log_streams SET {put_back} WHERE {of_stream}", **before)
    with transaction() as session:
        sql(session, f"UPDATE log_streams SET last_hash = :last_hash, mac = :mac WHERE {of_stream}", **ends[0])
    with snapshot() as session:
        assert [fault.what for fault in verify(session)] == ["tail cut off"]


def test_fault_says_where(long_log: Sitting) -> None:
    with unguarded() as session:
        sql(
            session,
            "UPDATE log_entries SET person_id = 7 WHERE meeting_id = :meeting AND stream = 'shared' AND seq = 33",
            meeting=long_log.meeting_id,
        )
        faults = verify(session)
        session.rollback()
    assert [(fault.meeting_id, fault.stream, fault.seq, fault.what) for fault in faults] == [
        (long_log.meeting_id, "shared", 33, "changed")
    ]
