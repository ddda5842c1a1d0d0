"""`append` is the only thing that announces: what is not in the log did not happen."""

import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.audience import SHARED
from mas_hub.db import after_commit
from mas_hub.meeting_log.chain import FIRST, body_digest, entry_hash, head_mac, keyed
from mas_hub.meeting_log.entries import Entry, View, canonical
from mas_hub.meeting_log.models import ActDone, LogEntry, LogStream

_listeners: list[Callable[[int], None]] = []


def on_appended(listener: Callable[[int], None]) -> None:
    """After each commit that appended to a meeting, `listener(meeting_id)` is called. It may be missed; the log not."""
    _listeners.append(listener)


def open_stream(session: Session, meeting_id: int, stream: str = SHARED) -> None:
    """Begin a stream with nothing in it, so that its row can be locked from the first entry on."""
    head = LogStream(meeting_id=meeting_id, stream=stream, count=0, last_hash=FIRST, mac="")
    head.mac = head_mac(head)
    session.add(head)
    session.flush()


def append(session: Session, actor: MeetingActor, kind: str, subject: View, *, stream: str = SHARED) -> Entry:
    """Write the next entry of `stream`: `kind`, what happened, and `subject`, the thing's whole new view."""
    meeting_id = actor.meeting.id
    head = session.execute(
        select(LogStream).where(LogStream.meeting_id == meeting_id, LogStream.stream == stream).with_for_update()
    ).scalar_one()
    body = canonical(subject)
    salt = secrets.token_hex(32)
    row = LogEntry(
        meeting_id=meeting_id,
        stream=stream,
        seq=head.count + 1,
        kind=kind,
        at=clock.now(),
        person_id=actor.person_id,
        agency_id=actor.agency_id,
        act_id=actor.act_id,
        subject_type=subject["type"],
        subject_id=subject["id"],
        subject_version=subject["version"],
        body=body,
        salt=salt,
        body_digest=body_digest(salt, body),
    )
    row.hash = entry_hash(head.last_hash, row)
    head.count, head.last_hash = row.seq, row.hash
    head.mac = head_mac(head)
    session.add(row)
    session.flush()
    entry = Entry(meeting_id, stream, row.seq, kind, row.at, row.person_id, row.agency_id, row.act_id, subject)
    session.info.setdefault("appended", []).append(entry)
    after_commit(session, ("appended", meeting_id), lambda: _announce(meeting_id))
    return entry


def remember_act(session: Session, actor: MeetingActor, act: str, data: dict[str, Any]) -> bool:
    """Note that this act id is being done. False when the person did it already; `KeyError` if it was another act."""
    data_mac = keyed("act", canonical([act, data]))
    done = session.get(ActDone, (actor.meeting.id, actor.person_id, actor.act_id))
    if done is None:
        session.add(
            ActDone(
                meeting_id=actor.meeting.id,
                person_id=actor.person_id,
                act_id=actor.act_id,
                act=act,
                data_mac=data_mac,
            )
        )
        return True
    if done.data_mac != data_mac:
        raise KeyError(actor.act_id)
    return False


def _announce(meeting_id: int) -> None:
    for listener in _listeners:
        listener(meeting_id)
