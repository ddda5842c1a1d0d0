"""Reads of the log."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from mas_hub.db import table_of
from mas_hub.db.prepared import Prepared
from mas_hub.meeting_log.entries import Entry, View, canonical
from mas_hub.meeting_log.models import LogEntry, LogStream

_streams, _entries = table_of(LogStream), table_of(LogEntry)
_after = (
    select(_entries)
    .where(
        _entries.c.meeting_id == bindparam("meeting_id"),
        _entries.c.stream == bindparam("stream"),
        _entries.c.seq > bindparam("cursor"),
        _entries.c.seq <= bindparam("upto"),
    )
    .order_by(_entries.c.seq)
)
_HEADS = select(_streams.c.meeting_id, _streams.c.stream, _streams.c.count).where(
    _streams.c.meeting_id.in_(bindparam("meeting_ids", expanding=True))
)
_HEADS_OF_ONE = Prepared(
    select(_streams.c.stream, _streams.c.count).where(_streams.c.meeting_id == bindparam("meeting_id"))
)
_HASHES = Prepared(
    select(_streams.c.stream, _streams.c.last_hash)
    .where(_streams.c.meeting_id == bindparam("meeting_id"))
    .order_by(_streams.c.stream)
)
_NOT_TOLD = ("id", "salt", "body_digest", "hash")
_told = [column for column in _entries.c if column.name not in _NOT_TOLD]
_AFTER = Prepared(_after.with_only_columns(*_told))
_WITHOUT_BODY = Prepared(_after.with_only_columns(*(column for column in _told if column.name != "body")))
_NO_END = 2**31 - 1


def entries_after(
    session: Session, meeting_id: int, stream: str, cursor: int, *, upto: int | None = None
) -> list[Entry]:
    """The entries of one stream above `cursor` (and not above `upto`), in order."""
    asked = {"meeting_id": meeting_id, "stream": stream, "cursor": cursor, "upto": _NO_END if upto is None else upto}
    return [_entry(row) for row in _AFTER.all(session, asked)]


def entries_done(session: Session, meeting_id: int, person_id: int, act_id: str) -> list[Entry]:
    """What one act appended, for the answer to its repetition."""
    query = select(LogEntry.__table__).where(
        LogEntry.meeting_id == meeting_id, LogEntry.person_id == person_id, LogEntry.act_id == act_id
    )
    return [_entry(row) for row in session.execute(query.order_by(LogEntry.id))]


def activity(session: Session, meeting_id: int, streams: Iterable[str], *, most: int = 100) -> list[Entry]:
    """The last `most` entries of these streams, oldest first, with no more of their subjects than which they are."""
    heads = heads_of(session, [meeting_id])[meeting_id]
    last: list[Entry] = []
    for stream in streams:
        cursor = heads.get(stream, 0) - most
        asked = {"meeting_id": meeting_id, "stream": stream, "cursor": cursor, "upto": _NO_END}
        last += [_entry(row, body="") for row in _WITHOUT_BODY.all(session, asked)]
    return sorted(last, key=lambda entry: (entry.at, entry.stream, entry.seq))[-most:]


def heads_of(session: Session, meeting_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """`{meeting_id: {stream: count}}` for all these meetings, in one query."""
    if len(meeting_ids) == 1:
        (only,) = meeting_ids
        return {only: dict(_HEADS_OF_ONE.all(session, {"meeting_id": only}))}
    heads: dict[int, dict[str, int]] = {meeting_id: {} for meeting_id in meeting_ids}
    for meeting_id, stream, count in session.connection().execute(_HEADS, {"meeting_ids": list(heads)}):
        heads[meeting_id][stream] = count
    return heads


def last_hashes(session: Session, meeting_id: int) -> tuple[tuple[str, str], ...]:
    """Each stream with its last hash: equal to earlier ones only while nothing has happened in the meeting."""
    return tuple((stream, last_hash) for stream, last_hash in _HASHES.all(session, {"meeting_id": meeting_id}))


def last_written(session: Session, meeting_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these meetings' logs was last written to, in whichever stream."""
    last = select(LogEntry.meeting_id, func.max(LogEntry.at)).where(LogEntry.meeting_id.in_(meeting_ids))
    return {row[0]: row[1] for row in session.execute(last.group_by(LogEntry.meeting_id))}


def every_head(session: Session) -> dict[tuple[int, str], tuple[int, str]]:
    """`{(meeting_id, stream): (count, last hash)}` of all meetings."""
    query = select(LogStream.meeting_id, LogStream.stream, LogStream.count, LogStream.last_hash)
    return {(meeting_id, stream): (count, last) for meeting_id, stream, count, last in session.execute(query)}


def lost_ends(session: Session) -> set[tuple[int, str]]:
    """The streams whose last entry is not there, or not as their head has it."""
    last = and_(
        LogEntry.meeting_id == LogStream.meeting_id,
        LogEntry.stream == LogStream.stream,
        LogEntry.seq == LogStream.count,
    )
    streams = select(LogStream.meeting_id, LogStream.stream).outerjoin(LogEntry, last).where(LogStream.count > 0)
    lost = streams.where(or_(LogEntry.hash.is_(None), LogEntry.hash != LogStream.last_hash))
    return {(meeting_id, stream) for meeting_id, stream in session.execute(lost)}


def hashes_at(session: Session, meeting_id: int, stream: str, numbers: Iterable[int]) -> dict[int, str]:
    """The hashes at these numbers of one stream, of those that are there."""
    wanted = set(numbers)
    query = select(LogEntry.seq, LogEntry.hash).where(
        LogEntry.meeting_id == meeting_id, LogEntry.stream == stream, LogEntry.seq <= max(wanted, default=0)
    )
    return {seq: hash_ for seq, hash_ in session.execute(query) if seq in wanted}


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


def _entry(row: Any, body: str | None = None) -> Entry:
    return Entry(
        row.meeting_id,
        row.stream,
        row.seq,
        row.kind,
        row.at,
        row.person_id,
        row.agency_id,
        row.act_id,
        row.subject_type,
        row.subject_id,
        _body(row) if body is None else body,
    )


def _body(row: Any) -> str:
    if row.body is None:
        stub = {"type": row.subject_type, "id": row.subject_id, "version": row.subject_version, "erased": True}
        return canonical(stub)
    body: str = row.body
    return body
