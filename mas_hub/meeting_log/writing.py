"""`append` is the only thing that announces: what is not in the log did not happen.

Every act passes here, so the statements are SQLAlchemy Core's and made once (docs/decisions/0007).
"""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.audience import SHARED
from mas_hub.db import add_unless_there, after_commit, table_of
from mas_hub.db.prepared import Prepared, kept_in_transaction
from mas_hub.meeting_log.chain import FIRST, body_digest, entry_hash, head_mac, keyed
from mas_hub.meeting_log.entries import Entry, View, canonical
from mas_hub.meeting_log.models import ActDone, LogEntry, LogStream

_streams, _entries, _done = table_of(LogStream), table_of(LogEntry), table_of(ActDone)
_of_stream = (_streams.c.meeting_id == bindparam("of_meeting"), _streams.c.stream == bindparam("of_stream"))
_LOCK_HEAD = Prepared(select(_streams.c.count, _streams.c.last_hash).where(*_of_stream).with_for_update())
_MOVE_HEAD = Prepared(
    update(_streams)
    .where(*_of_stream)
    .values(count=bindparam("to_count"), last_hash=bindparam("to_hash"), mac=bindparam("to_mac"))
)
_ADD_HEAD, _ADD_ENTRY = Prepared(insert(_streams)), Prepared(insert(_entries))
_FIND_DONE = Prepared(
    select(_done.c.data_mac).where(
        _done.c.meeting_id == bindparam("meeting_id"),
        _done.c.person_id == bindparam("person_id"),
        _done.c.act_id == bindparam("act_id"),
    )
)

Listener = Callable[[int, Sequence[Entry]], None]

_listeners: list[Listener] = []


def on_appended(listener: Listener) -> None:
    """Call `listener(meeting_id, entries)` after each commit that appended to a meeting, with what was appended, in
    order.

    A call may be missed; the log never is.
    """
    _listeners.append(listener)


def open_stream(session: Session, meeting_id: int, stream: str = SHARED) -> None:
    """Begin a stream with nothing in it, so that its row can be locked from the first entry on."""
    mac = head_mac(meeting_id, stream, 0, FIRST)
    begun = {"meeting_id": meeting_id, "stream": stream, "count": 0, "last_hash": FIRST, "mac": mac}
    _ADD_HEAD.change(session, begun)


def append(session: Session, actor: MeetingActor, kind: str, subject: View, *, stream: str = SHARED) -> Entry:
    """Write the next entry of `stream`: `kind`, what happened, and `subject`, the thing's whole new view."""
    meeting_id = actor.meeting.id
    head = _head(session, meeting_id, stream)
    if head is None:
        raise NoResultFound
    count, last_hash = head
    salt = secrets.token_hex(32)
    entry = Entry(
        meeting_id=meeting_id,
        stream=stream,
        seq=count + 1,
        kind=kind,
        at=clock.now(),
        person_id=actor.person_id,
        agency_id=actor.agency_id,
        act_id=actor.act_id,
        subject_type=subject["type"],
        subject_id=subject["id"],
        body=canonical(subject),
    )
    row = {
        **vars(entry),
        "subject_version": subject["version"],
        "salt": salt,
        "body_digest": body_digest(salt, entry.body),
    }
    row["hash"] = entry_hash(last_hash, row)
    _ADD_ENTRY.later(session, row)
    _move_head(session, entry, row["hash"])
    entries = session.info.setdefault("appended", [])
    entries.append(entry)
    after_commit(session, ("appended", meeting_id), lambda: _announce(meeting_id, entries))
    return entry


def _head(session: Session, meeting_id: int, stream: str) -> tuple[int, str] | None:
    """How many entries the stream has and the last one's hash; nobody else moves them until this transaction ends."""
    kept = kept_in_transaction(session).get(("head", meeting_id, stream))
    if kept is not None:
        head: tuple[int, str] = kept
        return head
    row = _LOCK_HEAD.first(session, {"of_meeting": meeting_id, "of_stream": stream})
    return None if row is None else (row.count, row.last_hash)


def _move_head(session: Session, entry: Entry, hash_: str) -> None:
    moved = {
        "of_meeting": entry.meeting_id,
        "of_stream": entry.stream,
        "to_count": entry.seq,
        "to_hash": hash_,
        "to_mac": head_mac(entry.meeting_id, entry.stream, entry.seq, hash_),
    }
    _MOVE_HEAD.later(session, moved)
    kept_in_transaction(session)["head", entry.meeting_id, entry.stream] = (entry.seq, hash_)


def append_privately(session: Session, actor: MeetingActor, kind: str, subject: View, *, stream: str) -> Entry:
    """`append` to a private stream, which begins with its first entry. `hold` keeps anybody else from beginning it."""
    if _head(session, actor.meeting.id, stream) is None:
        open_stream(session, actor.meeting.id, stream)
    return append(session, actor, kind, subject, stream=stream)


def appended(session: Session) -> list[Entry]:
    """What has been appended in this transaction, in order."""
    entries: list[Entry] = session.info.get("appended", [])
    return entries


def remember_act(session: Session, actor: MeetingActor, act: str, data: dict[str, Any]) -> bool:
    """Note that this act id is being done. False when the person did it already; `KeyError` if it was another act."""
    data_mac = keyed("act", canonical([act, data]))
    key = {"meeting_id": actor.meeting.id, "person_id": actor.person_id, "act_id": actor.act_id}
    if add_unless_there(session, _done, {**key, "act": act, "data_mac": data_mac}):
        return True
    if _FIND_DONE.all(session, key) != [(data_mac,)]:
        raise KeyError(actor.act_id)
    return False


def _announce(meeting_id: int, entries: Sequence[Entry]) -> None:
    of_meeting = [entry for entry in entries if entry.meeting_id == meeting_id]
    for listener in _listeners:
        listener(meeting_id, of_meeting)
