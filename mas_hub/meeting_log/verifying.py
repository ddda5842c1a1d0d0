"""Proof that nothing in the log was changed, removed or added unseen."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from mas_hub.access.audience import SHARED
from mas_hub.meeting_log.chain import FIRST, body_digest, entry_hash, head_mac
from mas_hub.meeting_log.models import LogEntry, LogStream
from mas_hub.meeting_log.purging import list_stubs

# Named here and not imported: that room is above this one. Opening a meeting begins its log.
_meetings = table("meetings", column("id"), column("opened_at"))


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold. `seq` is None when it is the stream's head."""

    meeting_id: int
    stream: str
    seq: int | None
    what: str

    def __str__(self) -> str:
        number = "its head" if self.seq is None else f"number {self.seq}"
        return f"meeting {self.meeting_id}, stream {self.stream}, {number}: {self.what}"


def verify(session: Session) -> list[Fault]:
    """Every fault in every stream; an empty list means the log is whole."""
    faults: list[Fault] = []
    heads = session.scalars(select(LogStream).order_by(LogStream.meeting_id, LogStream.stream)).all()
    known = {(head.meeting_id, head.stream) for head in heads}
    strays = session.execute(select(LogEntry.meeting_id, LogEntry.stream).distinct()).all()
    faults += [Fault(meeting, stream, None, "no head") for meeting, stream in strays if (meeting, stream) not in known]
    opened = session.scalars(select(_meetings.c.id).where(_meetings.c.opened_at.is_not(None)).order_by(_meetings.c.id))
    faults += [Fault(meeting, SHARED, None, "no log") for meeting in opened if (meeting, SHARED) not in known]
    purged = {stub.meeting_id: stub for stub in list_stubs(session)}
    faults += [
        Fault(meeting, SHARED, None, "its stub was changed") for meeting, stub in purged.items() if not stub.holds
    ]
    for head in heads:
        faults += _faults_of_purged(session, head) if head.meeting_id in purged else _faults_of(session, head)
    return faults


def _faults_of_purged(session: Session, head: LogStream) -> Iterator[Fault]:
    """Whether the head of a meeting that was deleted is as it was, and nothing has come back."""
    if head_mac(head.meeting_id, head.stream, head.count, head.last_hash) != head.mac:
        yield Fault(head.meeting_id, head.stream, None, "head changed")
    here = (LogEntry.meeting_id == head.meeting_id, LogEntry.stream == head.stream)
    for seq in session.scalars(select(LogEntry.seq).where(*here).order_by(LogEntry.seq)):
        yield Fault(head.meeting_id, head.stream, seq, "an entry of a meeting that was purged")


def _faults_of(session: Session, head: LogStream) -> Iterator[Fault]:
    def fault(seq: int | None, what: str) -> Fault:
        return Fault(head.meeting_id, head.stream, seq, what)

    rows = session.execute(
        select(LogEntry.__table__)
        .where(LogEntry.meeting_id == head.meeting_id, LogEntry.stream == head.stream)
        .order_by(LogEntry.seq)
    ).all()
    previous = FIRST
    erased: set[int] = set()
    empty: set[int] = set()
    for number, row in enumerate(rows, start=1):
        if row.seq != number:
            yield fault(number, "missing")
            break
        unchanged = entry_hash(previous, row._asdict()) == row.hash
        if not unchanged:
            yield fault(row.seq, "changed")
        previous = row.hash
        if row.body is None and row.salt is None:
            empty.add(row.seq)
            continue
        if row.body is None or row.salt is None or body_digest(row.salt, row.body) != row.body_digest:
            yield fault(row.seq, "body changed")
        elif row.kind == "erased" and unchanged:
            erased |= set(json.loads(row.body)["entries"]["seqs"])
    for seq in sorted(empty - erased):
        yield fault(seq, "emptied without an erasure")
    if head_mac(head.meeting_id, head.stream, head.count, head.last_hash) != head.mac:
        yield fault(None, "head changed")
    elif (head.count, head.last_hash) != (len(rows), previous):
        yield fault(None, "tail cut off")
