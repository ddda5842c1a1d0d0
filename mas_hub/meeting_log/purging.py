"""Deleting a whole meeting's log at the end of its time. The proof that this was done stays: the stub and the heads."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.db import after_commit, forget_erased_pages
from mas_hub.meeting_log.chain import keyed
from mas_hub.meeting_log.entries import canonical
from mas_hub.meeting_log.models import ActDone, LogEntry, LogStream, PurgedMeeting

Head = tuple[str, int, str]
"""Stream, how many entries it had, the last one's hash."""


@dataclass(frozen=True)
class Stub:
    """`about`: ids, days and counts; nothing that anybody wrote about the case."""

    meeting_id: int
    at: datetime
    about: Mapping[str, Any]
    heads: Sequence[Head]
    mac: str

    @property
    def holds(self) -> bool:
        """Whether the stub is as it was made, by whoever has this hub's key."""
        return stub_mac(self.meeting_id, self.at, self.about, self.heads) == self.mac

    def __str__(self) -> str:
        return (
            f"meeting {self.meeting_id}: purged {clock.local_day(self.at):%d/%m/%Y}, case {self.about['case_id']}, "
            f"after {self.about['rule']['months']} months"
        )


def stub_mac(meeting_id: int, at: datetime, about: Mapping[str, Any], heads: Sequence[Head]) -> str:
    return keyed("purged", canonical([meeting_id, clock.iso(at), about, [list(head) for head in heads]]))


def count_entries(session: Session, meeting_ids: Collection[int]) -> int:
    return session.scalar(select(func.count()).where(LogEntry.meeting_id.in_(meeting_ids))) or 0


def purge(session: Session, meeting_id: int, at: datetime, about: Mapping[str, Any]) -> Stub:
    """Delete every entry of the meeting, and what its acts are remembered by; leave the stub and the heads."""
    heads = _heads(session, meeting_id)
    mac = stub_mac(meeting_id, at, about, heads)
    session.add(PurgedMeeting(meeting_id=meeting_id, at=at, about=dict(about), mac=mac))
    session.flush()  # first: without it the database lets no entry go (`db.append_only`)
    session.execute(delete(LogEntry).where(LogEntry.meeting_id == meeting_id))
    session.execute(delete(ActDone).where(ActDone.meeting_id == meeting_id))
    after_commit(session, "forget_erased_pages", forget_erased_pages)
    return Stub(meeting_id, at, about, heads, mac)


def find_stub(session: Session, meeting_id: int) -> Stub | None:
    found = list_stubs(session, [meeting_id])
    return found[0] if found else None


def list_stubs(session: Session, meeting_ids: Collection[int] | None = None) -> list[Stub]:
    """The stubs of these meetings, or of all; the last deleted first."""
    wanted = select(PurgedMeeting).order_by(PurgedMeeting.at.desc(), PurgedMeeting.meeting_id)
    if meeting_ids is not None:
        wanted = wanted.where(PurgedMeeting.meeting_id.in_(meeting_ids))
    return [
        Stub(row.meeting_id, row.at, row.about, _heads(session, row.meeting_id), row.mac)
        for row in session.scalars(wanted)
    ]


def _heads(session: Session, meeting_id: int) -> list[Head]:
    rows = session.execute(
        select(LogStream.stream, LogStream.count, LogStream.last_hash)
        .where(LogStream.meeting_id == meeting_id)
        .order_by(LogStream.stream)
    )
    return sorted((stream, count, last_hash) for stream, count, last_hash in rows)
