"""Presence, right across workers because it is rows in the database."""

import time
import uuid
from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from mas_hub.db import table_of, transaction
from mas_hub.live.models import Presence, Worker

BEAT_S = 5.0
SILENT_S = 15.0

_presence, _workers = table_of(Presence), table_of(Worker)
_ENTER = insert(_presence)
_LEAVE = delete(_presence).where(
    _presence.c.socket == bindparam("socket"), _presence.c.meeting_id == bindparam("meeting_id")
)
_PRESENT = (
    select(_presence.c.meeting_id, _presence.c.person_id)
    .select_from(_presence.join(_workers, _workers.c.id == _presence.c.worker_id))
    .where(
        _presence.c.meeting_id.in_(bindparam("meeting_ids", expanding=True)),
        _workers.c.beat_at >= bindparam("beat_after"),
    )
    .distinct()
    .order_by(_presence.c.person_id)
)


class Register:
    """This worker's own rows, and what all workers' rows say together."""

    def __init__(self) -> None:
        self.worker_id = str(uuid.uuid4())
        self._beat_at = 0.0

    def beat(self) -> None:
        """Say that this worker lives, at most every `BEAT_S` seconds, and clear away after workers that do not."""
        now = time.time()
        if now - self._beat_at < BEAT_S:
            return
        self._beat_at = now
        with transaction() as session:
            session.merge(Worker(id=self.worker_id, beat_at=now))
            silent = select(Worker.id).where(Worker.beat_at < now - SILENT_S)
            session.execute(delete(Presence).where(Presence.worker_id.in_(silent)))
            session.execute(delete(Worker).where(Worker.beat_at < now - SILENT_S))

    def enter(self, socket: str, meeting_id: int, person_id: int) -> None:
        row = {"socket": socket, "meeting_id": meeting_id, "worker_id": self.worker_id, "person_id": person_id}
        with transaction() as session:
            session.connection().execute(_LEAVE, {"socket": socket, "meeting_id": meeting_id})
            session.connection().execute(_ENTER, row)

    def leave(self, socket: str, meeting_id: int | None = None) -> None:
        """Take the socket out of one meeting, or of all."""
        which = [Presence.socket == socket] + ([Presence.meeting_id == meeting_id] if meeting_id else [])
        with transaction() as session:
            session.execute(delete(Presence).where(*which))


def present_in(session: Session, meeting_ids: Sequence[int]) -> dict[int, list[int]]:
    """`{meeting_id: [person ids]}` of those who are connected, in order of id, by one query."""
    present: dict[int, list[int]] = {meeting_id: [] for meeting_id in meeting_ids}
    asked = {"meeting_ids": list(present), "beat_after": time.time() - SILENT_S}
    for meeting_id, person_id in session.connection().execute(_PRESENT, asked):
        present[meeting_id].append(person_id)
    return present
