"""Reads of the log."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.meeting_log.entries import Entry, View
from mas_hub.meeting_log.models import LogEntry, LogStream


def entries_after(
    session: Session, meeting_id: int, stream: str, cursor: int, *, upto: int | None = None
) -> list[Entry]:
    """The entries of one stream above `cursor` (and not above `upto`), in order."""
    query = select(LogEntry.__table__).where(
        LogEntry.meeting_id == meeting_id, LogEntry.stream == stream, LogEntry.seq > cursor
    )
    if upto is not None:
        query = query.where(LogEntry.seq <= upto)
    return [_entry(row) for row in session.execute(query.order_by(LogEntry.seq))]


def entries_done(session: Session, meeting_id: int, person_id: int, act_id: str) -> list[Entry]:
    """What one act appended, for the answer to its repetition."""
    query = select(LogEntry.__table__).where(
        LogEntry.meeting_id == meeting_id, LogEntry.person_id == person_id, LogEntry.act_id == act_id
    )
    return [_entry(row) for row in session.execute(query.order_by(LogEntry.id))]


def activity(session: Session, meeting_id: int, streams: Iterable[str], *, most: int = 100) -> list[Entry]:
    """The last `most` entries of these streams, oldest first."""
    query = (
        select(LogEntry.__table__)
        .where(LogEntry.meeting_id == meeting_id, LogEntry.stream.in_(list(streams)))
        .order_by(LogEntry.at.desc(), LogEntry.id.desc())
        .limit(most)
    )
    return [_entry(row) for row in session.execute(query)][::-1]


def heads_of(session: Session, meeting_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """`{meeting_id: {stream: count}}` for all these meetings, in one query."""
    heads: dict[int, dict[str, int]] = {meeting_id: {} for meeting_id in meeting_ids}
    query = select(LogStream.meeting_id, LogStream.stream, LogStream.count)
    for meeting_id, stream, count in session.execute(query.where(LogStream.meeting_id.in_(meeting_ids))):
        heads[meeting_id][stream] = count
    return heads


def fold(entries: Iterable[Entry]) -> dict[str, list[View]]:
    """The views that these entries add up to, by subject type, in order of id: the same rule the page follows."""
    latest: dict[tuple[str, int], View] = {}
    for entry in entries:
        view = {name: value for name, value in entry.subject.items() if name != "entries"}
        key = (view["type"], view["id"])
        if key not in latest or view["version"] > latest[key]["version"]:
            latest[key] = view
    views: dict[str, list[View]] = {}
    for (subject_type, _), view in sorted(latest.items(), key=lambda item: item[0]):
        views.setdefault(subject_type, []).append(view)
    return views


def _entry(row: Any) -> Entry:
    return Entry(
        meeting_id=row.meeting_id,
        stream=row.stream,
        seq=row.seq,
        kind=row.kind,
        at=row.at,
        person_id=row.person_id,
        agency_id=row.agency_id,
        act_id=row.act_id,
        subject=_subject(row),
    )


def _subject(row: Any) -> View:
    if row.body is None:
        return {"type": row.subject_type, "id": row.subject_id, "version": row.subject_version, "erased": True}
    subject: View = json.loads(row.body)
    return subject
