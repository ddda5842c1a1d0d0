"""What somebody does who has the database and, worse, the key: their chains hold, and only a checkpoint shows it."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from mas_hub.audit.chaining import lane_mac, row_hash, said_of
from mas_hub.audit.models import AuditRow
from mas_hub.db import table_of
from mas_hub.keyed_hashes import FIRST, body_digest
from mas_hub.meeting_log.chain import entry_hash, head_mac
from mas_hub.meeting_log.models import LogEntry

FORGED = '{"id":1,"text":"Nobody ever said so.","type":"note","version":1}'


def sql(session: Session, statement: str, **values: Any) -> Any:
    return session.execute(text(statement), values)


def rewrite(session: Session, meeting_id: int, stream: str, seq: int) -> None:
    """Put other words into one entry and make every hash after it anew."""
    previous = FIRST
    log = table_of(LogEntry)
    rows = session.execute(
        log.select().where(log.c.meeting_id == meeting_id, log.c.stream == stream).order_by(log.c.seq)
    ).all()
    for row in rows:
        if row.seq < seq:
            previous = row.hash
            continue
        changed = row._asdict()
        if row.seq == seq:
            changed |= {"body": FORGED, "salt": "0" * 64, "body_digest": body_digest("0" * 64, FORGED)}
        previous = changed["hash"] = entry_hash(previous, changed)
        session.execute(log.update().where(log.c.id == row.id).values(**changed))
    _set_head(session, meeting_id, stream, len(rows), previous)


def cut(session: Session, meeting_id: int, stream: str, seq: int) -> None:
    """Take away the end of a stream, from `seq` on, and give it a head that fits."""
    where = {"meeting": meeting_id, "stream": stream, "seq": seq}
    of_stream = "meeting_id = :meeting AND stream = :stream"
    sql(session, f"DELETE FROM log_entries WHERE {of_stream} AND seq >= :seq", **where)
    last = sql(session, f"SELECT hash FROM log_entries WHERE {of_stream} AND seq = :seq - 1", **where).scalar()
    _set_head(session, meeting_id, stream, seq - 1, last or FIRST)


def remove_meeting(session: Session, meeting_id: int) -> None:
    """As if it had never been opened."""
    for table in ("log_entries", "log_streams", "acts_done"):
        sql(session, f"DELETE FROM {table} WHERE meeting_id = :meeting", meeting=meeting_id)
    sql(session, "UPDATE meetings SET opened_at = NULL WHERE id = :meeting", meeting=meeting_id)


def rewrite_audit(session: Session, lane: int, seq: int) -> None:
    """Say that somebody else did it."""
    previous = FIRST
    audit = table_of(AuditRow)
    rows = session.execute(audit.select().where(audit.c.lane == lane).order_by(audit.c.seq)).all()
    for row in rows:
        if row.seq < seq:
            previous = row.hash
            continue
        changed = row._asdict()
        if row.seq == seq:
            changed["agency_id"] = 99
            changed["digest"] = body_digest(row.salt, said_of(changed))
        previous = changed["hash"] = row_hash(previous, changed)
        session.execute(audit.update().where(audit.c.id == row.id).values(**changed))
    mac = lane_mac(lane, len(rows), previous)
    sql(
        session, "UPDATE audit_lanes SET last_hash = :hash, mac = :mac WHERE lane = :lane",
        lane=lane, hash=previous, mac=mac,
    )  # fmt: skip


def _set_head(session: Session, meeting_id: int, stream: str, count: int, last_hash: str) -> None:
    sql(
        session,
        "UPDATE log_streams SET count = :count, last_hash = :hash, mac = :mac "
        "WHERE meeting_id = :meeting AND stream = :stream",
        meeting=meeting_id,
        stream=stream,
        count=count,
        hash=last_hash,
        mac=head_mac(meeting_id, stream, count, last_hash),
    )
