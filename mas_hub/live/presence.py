"""Presence: rows in the database, and so the same at every worker."""

import time
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from mas_hub.db import add_unless_there, table_of, transaction, write_together
from mas_hub.db.prepared import Prepared
from mas_hub.errors import Unavailable
from mas_hub.live.models import Presence, Worker
from mas_hub.live.sockets import Socket

BEAT_S = 5.0
SILENT_S = 15.0

_presence, _workers = table_of(Presence), table_of(Worker)
_present = (
    select(_presence.c.meeting_id, _presence.c.person_id)
    .select_from(_presence.join(_workers, _workers.c.id == _presence.c.worker_id))
    .where(_workers.c.beat_at >= bindparam("beat_after"))
    .distinct()
    .order_by(_presence.c.person_id)
)
_PRESENT = _present.where(_presence.c.meeting_id.in_(bindparam("meeting_ids", expanding=True)))
_PRESENT_IN_ONE = Prepared(_present.where(_presence.c.meeting_id == bindparam("meeting_id")))


class _Held:
    """When this process last wrote that it lives, while it cannot write it: by then goes who was present. None: now."""

    beat_at: float | None = None


class Register:
    """This worker's own rows, and what all workers' rows say together."""

    def __init__(self) -> None:
        self.worker_id = str(uuid.uuid4())
        self._beat_at = 0.0

    def beat(self, sockets: Iterable[Socket] = ()) -> None:
        """Say that this worker lives, at most every `BEAT_S` seconds, and clear away after workers that do not.

        `sockets` are those that it holds. Its rows are made to say the same: others may have taken it for dead while
        the database was away, and a socket may have left when that could not be written.
        """
        now = time.time()
        if now - self._beat_at < BEAT_S:
            return
        try:
            self._write_beat(now, sockets)
        except Unavailable:
            _Held.beat_at = self._beat_at
            raise
        self._beat_at, _Held.beat_at = now, None

    def _write_beat(self, now: float, sockets: Iterable[Socket]) -> None:
        with transaction() as session:
            # The workers first: one that beats meanwhile waits, sees that it was cleared away and begins anew.
            silent = session.scalars(delete(Worker).where(Worker.beat_at < now - SILENT_S).returning(Worker.id)).all()
            session.execute(delete(Presence).where(Presence.worker_id.in_(silent)))
            alive = update(Worker).where(Worker.id == self.worker_id).values(beat_at=now).returning(Worker.id)
            if session.scalar(alive) is None:
                session.execute(insert(Worker).values(id=self.worker_id, beat_at=now))
            self._put_right(session, sockets)

    def _put_right(self, session: Session, sockets: Iterable[Socket]) -> None:
        held = {
            (socket.sid, meeting_id): socket.person_id
            for socket in sockets
            if not socket.quiet
            for meeting_id in socket.following
        }
        rows = session.execute(select(Presence.socket, Presence.meeting_id).where(Presence.worker_id == self.worker_id))
        written = {(sid, meeting_id) for sid, meeting_id in rows}
        for sid, meeting_id in written - held.keys():
            session.execute(delete(Presence).where(Presence.socket == sid, Presence.meeting_id == meeting_id))
        for sid, meeting_id in held.keys() - written:
            self._write(session, sid, meeting_id, held[sid, meeting_id])

    def enter(self, socket: str, meeting_id: int, person_id: int) -> None:
        write_together(lambda session: self._write(session, socket, meeting_id, person_id))

    def leave(self, socket: str, meeting_id: int | None = None) -> None:
        """Take the socket out of one meeting, or of all."""
        which = [Presence.socket == socket] + ([Presence.meeting_id == meeting_id] if meeting_id else [])

        def take_out(session: Session) -> None:
            session.execute(delete(Presence).where(*which))

        write_together(take_out)

    def _write(self, session: Session, socket: str, meeting_id: int, person_id: int) -> None:
        row = {"socket": socket, "meeting_id": meeting_id, "worker_id": self.worker_id, "person_id": person_id}
        add_unless_there(session, _presence, row)  # the heartbeat may write the same row at the same moment


def present_in(session: Session, meeting_ids: Sequence[int]) -> dict[int, list[int]]:
    """`{meeting_id: [person ids]}` of those who are connected, in order of id, by one query.

    Of those who were while nothing can be written: that nobody is heard of says nothing then.
    """
    present: dict[int, list[int]] = {meeting_id: [] for meeting_id in meeting_ids}
    beat_after = (_Held.beat_at or time.time()) - SILENT_S
    rows: Iterable[Any]
    if len(present) == 1:
        rows = _PRESENT_IN_ONE.all(session, {"meeting_id": meeting_ids[0], "beat_after": beat_after})
    else:
        rows = session.connection().execute(_PRESENT, {"meeting_ids": list(present), "beat_after": beat_after})
    for meeting_id, person_id in rows:
        present[meeting_id].append(person_id)
    return present
