"""Whose connections this worker holds, from the moment they are opened: Socket.IO may never begin on one."""

from threading import Lock


class Connections:
    """At most `most` for each person; 0 is no limit.

    The newest stay. The oldest are most likely left over from a bad line, and refusing the newest would lock out
    whoever comes back over such a line.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[int, dict[str, None]] = {}
        self._whose: dict[str, int] = {}
        self._lock = Lock()

    def opened(self, connection: str, person_id: int) -> list[str]:
        """Count it. Returns those that have to make room, oldest first; they are no longer counted."""
        with self._lock:
            held = self._held.setdefault(person_id, {})
            held[connection] = None
            self._whose[connection] = person_id
            over = list(held)[: max(0, len(held) - self._most)] if self._most else []
            for each in over:
                self._forget(each)
        return over

    def closed(self, connection: str) -> None:
        with self._lock:
            self._forget(connection)

    def _forget(self, connection: str) -> None:
        person_id = self._whose.pop(connection, None)
        if person_id is None:
            return
        held = self._held[person_id]
        del held[connection]
        if not held:
            del self._held[person_id]
