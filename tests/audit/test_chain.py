"""Somebody with the database, but without the key, changes the audit. Nothing they do goes unseen."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from mas_hub import db, meeting_log
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.audit.chaining import begin_chain
from mas_hub.audit.models import AuditRow
from mas_hub.audit.verifying import verify_audit
from mas_hub.config import SettingsError
from mas_hub.db import snapshot, transaction
from tests.tampering import unguarded

TRIES = 5
ROWS = 120
OTHER_VALUES: dict[str, Any] = {
    "at": "2026-01-01 00:00:00.000000",
    "person_id": 77,
    "agency_id": 77,
    "meeting_id": 77,
    "what": "signed_out",
    "detail": '{"format": "csv"}',
    "sha256": "1" * 64,
    "once": "another",
    "lane": 5,
    "seq": 4711,
    "salt": "0" * 64,
    "digest": "0" * 64,
    "hash": "é",
}


@pytest.fixture
def audit(database: Path) -> None:
    """Rows of twenty people and of nobody, some in one transaction."""
    for number in range(ROWS // 2):
        with transaction() as session:
            actor = Actor(number % 20, number % 3 + 1)
            record(session, actor, "signed_in", session_id=number)
            record(session, actor if number % 7 else None, "export_taken", meeting_id=3, sha256="a" * 64, format="pdf")


def faults() -> list[str]:
    with snapshot() as session:
        return [str(fault) for fault in verify_audit(session)]


def sql(session: Session, statement: str, **values: Any) -> Any:
    return session.execute(text(statement), values)


def some_row(session: Session, chance: random.Random, where: str = "salt IS NOT NULL") -> Any:
    return chance.choice(sql(session, f"SELECT * FROM audit WHERE {where} ORDER BY id").all())


def change_a_value(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance)
    column = chance.choice([name for name, other in sorted(OTHER_VALUES.items()) if row._mapping[name] != other])
    sql(session, f"UPDATE audit SET {column} = :value WHERE id = :id", value=OTHER_VALUES[column], id=row.id)


def delete_a_row(session: Session, chance: random.Random) -> None:
    sql(session, "DELETE FROM audit WHERE id = :id", id=some_row(session, chance).id)


def delete_and_close_the_gap(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance)
    sql(session, "DELETE FROM audit WHERE id = :id", id=row.id)
    sql(session, "UPDATE audit SET seq = seq - 1 WHERE lane = :lane AND seq > :seq", lane=row.lane, seq=row.seq)
    sql(session, "UPDATE audit_lanes SET count = count - 1 WHERE lane = :lane", lane=row.lane)


def insert_a_copy(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance)
    columns = [name for name in row._mapping if name not in ("id", "seq")]
    listed = ", ".join(columns)
    sql(
        session,
        f"INSERT INTO audit (seq, {listed}) SELECT (SELECT max(seq) + 1 FROM audit WHERE lane = :lane), {listed} "
        "FROM audit WHERE id = :id",
        lane=row.lane,
        id=row.id,
    )


def insert_beside_the_chains(session: Session, _: random.Random) -> None:
    sql(session, "INSERT INTO audit (at, what, detail) VALUES ('2026-01-01 00:00:00.000000', 'signed_in', '{}')")


def swap_two(session: Session, chance: random.Random) -> None:
    first = some_row(session, chance)
    second = some_row(session, chance, f"lane = {first.lane} AND seq <> {first.seq}")
    for row_id, seq in ((first.id, second.seq), (second.id, first.seq)):
        sql(session, "UPDATE audit SET seq = :seq WHERE id = :id", seq=seq, id=row_id)


def cut_off_the_tail_and_mend_the_head(session: Session, chance: random.Random) -> None:
    row = some_row(session, chance, "seq > 1")
    sql(session, "DELETE FROM audit WHERE lane = :lane AND seq >= :seq", lane=row.lane, seq=row.seq)
    before = sql(session, "SELECT hash FROM audit WHERE lane = :lane AND seq = :seq", lane=row.lane, seq=row.seq - 1)
    sql(
        session,
        "UPDATE audit_lanes SET count = :count, last_hash = :hash WHERE lane = :lane",
        lane=row.lane,
        count=row.seq - 1,
        hash=before.scalar(),
    )


def empty_a_row(session: Session, chance: random.Random) -> None:
    emptied = "person_id = NULL, agency_id = NULL, meeting_id = NULL, detail = '{}', sha256 = NULL, salt = NULL"
    sql(session, f"UPDATE audit SET {emptied} WHERE id = :id", id=some_row(session, chance).id)


def remove_a_chain(session: Session, chance: random.Random) -> None:
    lane = some_row(session, chance).lane
    for table in ("audit", "audit_lanes"):
        sql(session, f"DELETE FROM {table} WHERE lane = :lane", lane=lane)


def remove_everything(session: Session, _: random.Random) -> None:
    for table in ("audit", "audit_lanes"):
        sql(session, f"DELETE FROM {table}")


TAMPERINGS: list[Callable[[Session, random.Random], None]] = [
    change_a_value,
    delete_a_row,
    delete_and_close_the_gap,
    insert_a_copy,
    insert_beside_the_chains,
    swap_two,
    cut_off_the_tail_and_mend_the_head,
    empty_a_row,
    remove_a_chain,
    remove_everything,
]


def test_untouched_audit_is_whole(audit: None) -> None:
    assert faults() == []
    with snapshot() as session:
        assert len(session.scalars(select(AuditRow.id)).all()) == ROWS


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: str(tamper.__name__))
def test_tampering_is_found(audit: None, tamper: Callable[[Session, random.Random], None]) -> None:
    for seed in range(TRIES):
        with unguarded() as session:
            tamper(session, random.Random(f"{tamper.__name__} {seed}"))
            assert verify_audit(session) != [], f"try {seed} went unseen"
            session.rollback()
    assert faults() == []


@pytest.mark.parametrize("column", sorted(OTHER_VALUES))
def test_every_column_is_covered(audit: None, column: str) -> None:
    with unguarded() as session:
        row = some_row(session, random.Random(4), "lane = 7 AND seq = 3")
        sql(session, f"UPDATE audit SET {column} = :value WHERE id = :id", value=OTHER_VALUES[column], id=row.id)
        assert verify_audit(session) != []
        session.rollback()


def test_fault_says_where(audit: None) -> None:
    with unguarded() as session:
        sql(session, "UPDATE audit SET person_id = 7 WHERE lane = 4 AND seq = 3")
    assert faults() == ["audit, chain 4, number 3: changed"]


def test_rows_from_before_the_chain_join_it_once(database: Path) -> None:
    plain = "INSERT INTO audit (at, what, detail, person_id) VALUES ('2026-01-01 00:00:00.000000', 'signed_in', '{}', "
    with transaction() as session:
        sql(session, "DELETE FROM audit_lanes")
        for person in (1, 2, 17, 1):
            sql(session, f"{plain}{person})")
    assert [fault.partition(",")[0] for fault in faults()] == ["audit: no chain has begun"]
    begin_chain()
    assert faults() == []
    with transaction() as session:
        sql(session, f"{plain}3)")
    begin_chain()
    assert faults() == ["audit, row 5: outside every chain"]


def _record_in_vain() -> None:
    with transaction() as session:
        record(session, Actor(1, 1), "signed_out")
        raise LookupError


def test_what_is_refused_leaves_no_row_and_no_gap(database: Path) -> None:
    with transaction() as session:
        record(session, Actor(1, 1), "signed_in")
    with pytest.raises(LookupError):
        _record_in_vain()
    with transaction() as session:
        record(session, Actor(1, 1), "signed_in")
    assert faults() == []
    with snapshot() as session:
        assert session.scalars(select(AuditRow.seq)).all() == [1, 2]


def test_an_audit_is_never_opened_under_another_key(database: Path) -> None:
    assert db.is_sqlite()
    with pytest.raises(SettingsError, match="missing"):
        meeting_log.open_log(database.parent / "another key")
