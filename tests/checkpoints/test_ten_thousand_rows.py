"""Ten thousand entries, five hundred tamperings by somebody without the key and by somebody with it: each is found,
in the very chain where it was done, and nothing is said of any other."""

import random
from collections.abc import Callable, Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from mas_hub import clock, db, meeting_log
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.audit.chaining import LANES
from mas_hub.audit.verifying import verify_audit
from mas_hub.checkpoints.comparing import compare
from mas_hub.checkpoints.lines import Chain, Checkpoint, read, signed
from mas_hub.checkpoints.record import heads_now
from mas_hub.db import snapshot, transaction
from mas_hub.meeting_log import append, erase, open_stream
from tests.checkpoints.forging import cut, rewrite, rewrite_audit, sql
from tests.sitting import NOW, Sitting, take
from tests.tampering import unguarded

STREAMS, ENTRIES = 100, 100
AUDIT_ROWS = 800
ROUNDS = 10
OF_STREAMS, OF_AUDIT = 42, 8  # in each round, so that five hundred are done

Where = tuple[str, dict[str, object]]
Tamper = Callable[[Session, random.Random, Where], None]


@pytest.fixture(scope="module")
def record_of_a_year(prepared: Sitting) -> Iterator[list[Checkpoint]]:
    """A hub whose two meetings have a hundred streams between them; and the one checkpoint that was taken of it."""
    with clock.fixed(NOW):
        sitting = take(prepared, "opened")
        with transaction() as session:
            actor = sitting.entering(session, "beth")
            for number in range(STREAMS):
                stream = f"agency:{1000 + number}"
                open_stream(session, sitting.meeting_id, stream)
                for entry in range(ENTRIES):
                    note = {"type": "note", "id": number * ENTRIES + entry, "version": 1, "text": f"Words {entry}."}
                    append(session, actor, "note_changed", note, stream=stream)
            for number in range(0, STREAMS * ENTRIES, 977):
                erase(session, actor, "note", number, 2)
            for number in range(AUDIT_ROWS):
                record(session, Actor(number, 1), "signed_in", session_id=number)
        key = Ed25519PrivateKey.generate()
        with snapshot() as session:
            line = signed("then", None, heads_now(session), key)
        yield [read(line, None)]
    db.close()


def change(session: Session, chance: random.Random, where: Where) -> None:
    table, which = where
    columns = ["person_id = 4711", "agency_id = 4711", "at = '2026-01-01 00:00:00.000000'", "hash = 'é'"]
    columns += ["kind = 'forged'", "subject_version = 7"] if table == "log_entries" else ["what = 'forged'"]
    sql(session, f"UPDATE {table} SET {chance.choice(columns)} WHERE {row(session, chance, where)}", **which)


def delete(session: Session, chance: random.Random, where: Where) -> None:
    table, which = where
    sql(session, f"DELETE FROM {table} WHERE {row(session, chance, where)}", **which)


def delete_and_close_the_gap(session: Session, chance: random.Random, where: Where) -> None:
    table, which = where
    seq = chance.randrange(1, length(session, where))
    sql(session, f"DELETE FROM {table} WHERE {of(where)} AND seq = {seq}", **which)
    for step in (f"seq = -seq WHERE {of(where)} AND seq > {seq}", f"seq = -seq - 1 WHERE {of(where)} AND seq < 0"):
        sql(session, f"UPDATE {table} SET {step}", **which)


def insert(session: Session, chance: random.Random, where: Where) -> None:
    table, which = where
    found = sql(session, f"SELECT * FROM {table} WHERE {row(session, chance, where)}", **which).one()._asdict()
    found |= {"id": None, "seq": length(session, where) + 1}
    names = ", ".join(found)
    values = ", ".join(f":{name}" for name in found)
    sql(session, f"INSERT INTO {table} ({names}) VALUES ({values})", **found)


def swap(session: Session, chance: random.Random, where: Where) -> None:
    table, which = where
    first, second = chance.sample(range(1, length(session, where) + 1), 2)
    for before, after in ((first, -1), (second, first), (-1, second)):
        sql(session, f"UPDATE {table} SET seq = {after} WHERE {of(where)} AND seq = {before}", **which)


def truncate(session: Session, chance: random.Random, where: Where) -> None:
    table, which = where
    sql(session, f"DELETE FROM {table} WHERE {of(where)} AND seq > {chance.randrange(length(session, where))}", **which)


def with_the_key(session: Session, chance: random.Random, where: Where) -> None:
    _, which = where
    seq = chance.randrange(1, length(session, where) + 1)
    if "lane" in which:
        rewrite_audit(session, int(str(which["lane"])), seq)
    else:
        chance.choice([rewrite, cut])(session, int(str(which["meeting_id"])), str(which["stream"]), seq)


TAMPERINGS: list[Tamper] = [change, delete, delete_and_close_the_gap, insert, swap, truncate, with_the_key]


def of(where: Where) -> str:
    return " AND ".join(f"{name} = :{name}" for name in where[1])


def length(session: Session, where: Where) -> int:
    count: int = sql(session, f"SELECT count(*) FROM {where[0]} WHERE {of(where)}", **where[1]).scalar()
    return count


def row(session: Session, chance: random.Random, where: Where) -> str:
    return f"{of(where)} AND seq = {chance.randrange(1, length(session, where) + 1)}"


def where_of(chain: Chain) -> Where:
    if chain.meeting_id is None:
        return "audit", {"lane": int(chain.stream)}
    return "log_entries", {"meeting_id": chain.meeting_id, "stream": chain.stream}


def found(session: Session, checkpoints: list[Checkpoint]) -> set[Chain]:
    chains = {Chain(fault.meeting_id, fault.stream) for fault in meeting_log.verify(session)}
    chains |= {Chain(None, str(fault.lane)) for fault in verify_audit(session)}
    return chains | {each.chain for each in compare(session, checkpoints).differences}


def test_all_of_five_hundred_are_found(record_of_a_year: list[Checkpoint]) -> None:
    (checkpoint,) = record_of_a_year
    with snapshot() as session:
        assert found(session, record_of_a_year) == set()
    streams = [chain for chain in checkpoint.heads if chain.meeting_id and checkpoint.heads[chain].number >= ENTRIES]
    lanes = [Chain(None, str(lane)) for lane in range(LANES)]
    assert sum(checkpoint.heads[chain].number for chain in streams) >= 10_000
    done = 0
    for number in range(ROUNDS):
        chance = random.Random(number)
        chosen = {*chance.sample(streams, OF_STREAMS), *chance.sample(lanes, OF_AUDIT)}
        with unguarded() as session:
            for chain in sorted(chosen, key=str):
                chance.choice(TAMPERINGS)(session, chance, where_of(chain))
            assert found(session, record_of_a_year) == chosen, f"round {number}"
            session.rollback()
        done += len(chosen)
    assert done == 500
