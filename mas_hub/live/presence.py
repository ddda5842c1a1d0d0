"""Presence, right across workers because it is rows in the database."""

import time
import uuid
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mas_hub.db import transaction
from mas_hub.live.models import Presence, Worker

BEAT_S = 5.0
SILENT_S = 15.0


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
        with transaction() as session:
            session.merge(Presence(socket=socket, meeting_id=meeting_id, worker_id=self.worker_id, person_id=person_id))

    def leave(self, socket: str, meeting_id: int | None = None) -> None:
        """Take the socket out of one meeting, or of all."""
        which = [Presence.socket == socket] + ([Presence.meeting_id == meeting_id] if meeting_id else [])
        with transaction() as session:
            session.execute(delete(Presence).where(*which))


def present_in(session: Session, meeting_ids: Sequence[int]) -> dict[int, list[int]]:
    """`{meeting_id: [person ids]}` of those who are connected, in order of id, by one query."""
    present: dict[int, list[int]] = {meeting_id: [] for meeting_id in meeting_ids}
    query = (
        select(Presence.meeting_id, Presence.person_id)
        .join(Worker, Worker.id == Presence.worker_id)
        .where(Presence.meeting_id.in_(meeting_ids), Worker.beat_at >= time.time() - SILENT_S)
        .distinct()
        .order_by(Presence.person_id)
    )
    for meeting_id, person_id in session.execute(query):
        present[meeting_id].append(person_id)
    return present
