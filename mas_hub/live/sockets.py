"""The sockets this worker holds: whose they are and which streams of which meetings they follow."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class Socket:
    """One page's socket. `following` is `{meeting_id: streams}`, `seated_as` the role of the seat it was let in with.

    A `quiet` one counts as nobody's presence: the screen in the room, which stays when its chair is gone. `token` is
    the session's, to load the actor afresh on every act.
    """

    sid: str
    token: str
    session_id: int
    person_id: int
    language: str
    following: dict[int, frozenset[str]] = field(default_factory=dict)
    seated_as: dict[int, str] = field(default_factory=dict)
    quiet: bool = False


class Sockets:
    def __init__(self) -> None:
        self._by_sid: dict[str, Socket] = {}
        self._lock = Lock()

    def add(self, socket: Socket) -> None:
        with self._lock:
            self._by_sid[socket.sid] = socket

    def find(self, sid: str) -> Socket | None:
        return self._by_sid.get(sid)

    def remove(self, sid: str) -> Socket | None:
        with self._lock:
            return self._by_sid.pop(sid, None)

    def all(self) -> list[Socket]:
        with self._lock:
            return list(self._by_sid.values())

    def by_streams(self) -> dict[tuple[int, frozenset[str]], list[str]]:
        """The ids of the sockets that follow the same streams of the same meeting."""
        alike: dict[tuple[int, frozenset[str]], list[str]] = {}
        for socket in self.all():
            for followed in list(socket.following.items()):
                alike.setdefault(followed, []).append(socket.sid)
        return alike

    def meetings(self) -> set[int]:
        return {meeting_id for socket in self.all() for meeting_id in socket.following}


def room(meeting_id: int, stream: str) -> str:
    return f"{meeting_id}/{stream}"


def meeting_room(meeting_id: int) -> str:
    """Everybody in a meeting, whatever streams they read: for heads and presence, which carry no content."""
    return f"{meeting_id}"


def rooms(meeting_id: int, streams: Iterable[str]) -> list[str]:
    return [meeting_room(meeting_id), *(room(meeting_id, stream) for stream in streams)]
