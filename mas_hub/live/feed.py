"""The feed reads the log after what it last delivered and emits it, in order, each stream to its own room.

A nudge makes it look at once; a tick each second makes it look without any. One loop does both, so that entries of a
stream never overtake each other. What was committed here comes with its nudge: where it is the very next of its stream,
it need not be read again; wherever anything is missing, the log is read.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import datetime
from operator import attrgetter
from threading import Event, Lock
from typing import Any, NamedTuple, Protocol

from mas_hub import clock
from mas_hub.db import snapshot
from mas_hub.errors import Unavailable
from mas_hub.live.presence import Register, present_in
from mas_hub.live.sockets import Socket, Sockets, meeting_room, room
from mas_hub.meeting_log import Entry, entries_after, heads_of

log = logging.getLogger(__name__)

TICK_S = 1.0
GATHER_S = 0.005
"""The first entry goes out at once; what follows it closely waits this long and goes out together."""


class Leaving(NamedTuple):
    """Who is put out, and why: a refusal's code, of which meeting (None: altogether), and what the chair said."""

    socket: Socket
    reason: str
    meeting_id: int | None
    because: str = ""


Eject = Callable[[Leaving], None]

Fresh = tuple[int, str, list[Entry]]
"""Meeting, stream, and what its followers have not been told yet, in order."""

_seq = attrgetter("seq")

Refollow = Callable[[Socket, int, frozenset[str]], None]
"""Let a socket hear exactly these streams of a meeting."""


class Gate(Protocol):
    """Who may stay, as a room above knows it; handed down at start."""

    def no_longer_welcome(self, sockets: Iterable[Socket]) -> list[Leaving]:
        """Those whose session has ended, or whose seat is gone or has become another."""
        ...

    def moves_audience(self, entry: Entry) -> bool:
        """Whether this entry may change who hears which stream: then that is asked again before it is told."""
        ...

    def streams_of(self, meeting_id: int, sockets: Iterable[Socket]) -> list[tuple[Socket, frozenset[str]]]:
        """The streams that each of these sockets may hear now."""
        ...

    def chairs_away(self, present: Mapping[int, Sequence[int]], *, noting: bool) -> Mapping[int, datetime | None]:
        """Since when the chair of each open meeting is away, given who is present in each; None: here.

        `noting` that a chair left or came back; without it a chair is away only where that was noted before.
        """
        ...

    def signs_of_earlier(self, meeting_ids: Collection[int]) -> Mapping[int, str]:
        """A sign for each meeting, which differs once anything that earlier meetings on its case left has changed."""
        ...


class Emitter(Protocol):
    def emit(self, event: str, data: Any = None, *, to: str | Sequence[str]) -> None: ...


class Feed:
    def __init__(
        self,
        emitter: Emitter,
        sockets: Sockets,
        register: Register,
        gate: Gate,
        eject: Eject,
        refollow: Refollow,
    ) -> None:
        self._emitter = emitter
        self._sockets = sockets
        self._register = register
        self._gate = gate
        self._eject = eject
        self._refollow = refollow
        self._delivered: dict[int, dict[str, int]] = {}
        self._present: dict[int, list[int]] = {}
        self._nudged: set[int] = set()
        self._committed: dict[int, list[Entry]] = {}
        self._came_or_went: set[int] = set()
        self._seats_changed = False
        self._can_save = True
        """Whether the last heartbeat could be written. Who is here is known by what is written: while nothing can be,
        they stay who they were."""
        self._lock = Lock()
        self._wake = Event()
        self._telling = Lock()
        """Held by whoever delivers, so that entries of a stream never overtake each other."""
        self._next_look = 0.0
        self._stopped = False

    def nudge(self, meeting_id: int, entries: Sequence[Entry] = (), *, presence: bool = False) -> None:
        """Something happened in this meeting; look soon. May be called from anywhere, and may be lost.

        `entries`: what was just committed to it here. `presence`: somebody came or went.
        """
        if entries and self._tell_at_once(meeting_id, entries):
            return
        with self._lock:
            if entries:
                self._committed.setdefault(meeting_id, []).extend(entries)
            else:
                self._nudged.add(meeting_id)
            if presence:
                self._came_or_went.add(meeting_id)
        self._wake.set()

    def seats_changed(self) -> None:
        """Seats were taken away or given another role: look at once who may still listen."""
        self._seats_changed = True
        self._wake.set()

    def follow(self, meeting_id: int, heads: dict[str, int]) -> None:
        """Begin to deliver a meeting after these heads, unless it is being delivered already."""
        with self._lock:
            self._delivered.setdefault(meeting_id, heads)

    def run(self) -> None:
        """Until `stop()`."""
        next_tick = time.monotonic() + TICK_S
        while not self._stopped:
            self._wake.wait(max(0.0, next_tick - time.monotonic()))
            if (early := self._next_look - time.monotonic()) > 0:
                time.sleep(early)
            try:
                with self._telling:
                    ticking = time.monotonic() >= next_tick
                    if ticking:
                        next_tick = time.monotonic() + TICK_S
                    self._deliver(ticking=ticking)
            except Unavailable:
                pass  # the database has been logged as away; the next tick tries again
            except Exception:
                log.exception("the feed could not look; it tries again at the next tick")

    def stop(self) -> None:
        self._stopped = True
        self._wake.set()

    def _deliver(self, *, ticking: bool) -> None:
        """Deliver what has come since the last time; at a tick also what needs no nudge."""
        self._wake.clear()
        with self._lock:
            nudged, self._nudged = self._nudged, set()
            committed, self._committed = self._committed, {}
            came_or_went, self._came_or_went = self._came_or_went, set()
        seats_changed, self._seats_changed = self._seats_changed, False
        if seats_changed:
            self.put_out()
        unread = nudged | self._tell_committed(committed, nudged)
        if ticking:
            self.tick()
        else:
            self.look(unread, came_or_went if self._can_save else ())
        self._next_look = time.monotonic() + GATHER_S

    def tick(self) -> None:
        """All that needs no nudge: entries, heads, presence, and those who may no longer stay."""
        self.put_out()
        could_save, can_save = self._can_save, self._beat()
        self._can_save = can_save
        if can_save and not could_save:
            self._present.clear()  # who joined meanwhile was answered what was written then: all are told anew
        with self._lock:
            watched = self._sockets.meetings()
            for meeting_id in self._delivered.keys() - watched:
                del self._delivered[meeting_id]
                self._present.pop(meeting_id, None)
        heads = self.look(watched, watched if can_save else ())
        present = {meeting_id: self._present.get(meeting_id, []) for meeting_id in heads}
        try:
            away = self._gate.chairs_away(present, noting=can_save)
        except Unavailable:  # what is told does not wait for what cannot be written
            can_save = False
            away = self._gate.chairs_away(present, noting=False)
        signs = self._gate.signs_of_earlier(list(heads))
        now = clock.iso(clock.now())
        for (meeting_id, streams), sids in self._sockets.by_streams().items():
            if meeting_id in heads:
                seen = {stream: heads[meeting_id].get(stream, 0) for stream in streams}
                told = {"meeting_id": meeting_id, "heads": seen, "now": now}
                told["chair_away_since"] = clock.iso(away.get(meeting_id))
                told["earlier"] = signs.get(meeting_id, "")
                if not can_save:
                    told["cannot_save"] = True
                self._emitter.emit("heads", told, to=sids)

    def _beat(self) -> bool:
        """Whether it could be written: where a disk is full, people go on reading and are told."""
        try:
            self._register.beat(self._sockets.all())
        except Unavailable:
            return False
        return True

    def put_out(self) -> None:
        for leaving in self._gate.no_longer_welcome(self._sockets.all()):
            self._eject(leaving)

    def look(self, meeting_ids: Iterable[int], came_or_went: Iterable[int]) -> dict[int, dict[str, int]]:
        """Deliver what these meetings' logs have beyond what was delivered, and who is present. Returns their heads."""
        watched = [meeting_id for meeting_id in meeting_ids if meeting_id in self._delivered]
        if not watched:
            return {}
        with snapshot() as session:
            heads = heads_of(session, watched)
            present = present_in(session, [meeting_id for meeting_id in came_or_went if meeting_id in heads])
            fresh = [
                (meeting_id, stream, entries_after(session, meeting_id, stream, self._cursor(meeting_id, stream)))
                for meeting_id, streams in heads.items()
                for stream, head in streams.items()
                if head > self._cursor(meeting_id, stream)
            ]
        self._tell(fresh)
        for meeting_id, people in present.items():
            if self._present.get(meeting_id) != people:
                self._present[meeting_id] = people
                self._emitter.emit(
                    "presence", {"meeting_id": meeting_id, "present": people}, to=meeting_room(meeting_id)
                )
        return heads

    def _tell_at_once(self, meeting_id: int, entries: Sequence[Entry]) -> bool:
        """Deliver what comes after a pause in the task of whoever wrote it, as waking the loop costs more than telling.

        False when it is left to the loop: others came shortly before, something waits, or its audience has to be asked
        first.
        """
        if time.monotonic() < self._next_look or any(map(self._gate.moves_audience, entries)):
            return False
        if not self._telling.acquire(blocking=False):
            return False
        try:
            if self._wake.is_set() or meeting_id not in self._delivered:
                return False
            fresh = self._next_of(meeting_id, entries)
            if fresh is None:
                return False
            self._tell(fresh)
            self._next_look = time.monotonic() + GATHER_S
            return True
        finally:
            self._telling.release()

    def _tell_committed(self, committed: Mapping[int, Sequence[Entry]], nudged: Set[int]) -> set[int]:
        """Deliver what is the very next of its stream. Returns the meetings whose log has to be read instead."""
        to_read = set()
        for meeting_id in committed.keys() & self._delivered.keys() - nudged:
            fresh = self._next_of(meeting_id, committed[meeting_id])
            if fresh is None:
                to_read.add(meeting_id)
            else:
                self._tell(fresh)
        return to_read

    def _next_of(self, meeting_id: int, entries: Sequence[Entry]) -> list[Fresh] | None:
        """Those of `entries` that follow on what was delivered, by stream. None when one is missing, or was erased
        since."""
        if any(entry.kind == "erased" for entry in entries):
            return None
        fresh: list[Fresh] = []
        for stream in dict.fromkeys(entry.stream for entry in entries):
            cursor = self._cursor(meeting_id, stream)
            own = sorted((each for each in entries if each.stream == stream and each.seq > cursor), key=_seq)
            if [entry.seq for entry in own] != list(range(cursor + 1, cursor + 1 + len(own))):
                return None
            if own:
                fresh.append((meeting_id, stream, own))
        return fresh

    def _tell(self, fresh: Sequence[Fresh]) -> None:
        self._ask_audience_anew({each[0] for each in fresh if any(map(self._gate.moves_audience, each[2]))})
        for meeting_id, stream, entries in fresh:
            told = {"meeting_id": meeting_id, "stream": stream, "entries": [entry.json for entry in entries]}
            self._emitter.emit("entries", told, to=room(meeting_id, stream))
            self._delivered.setdefault(meeting_id, {})[stream] = entries[-1].seq

    def _ask_audience_anew(self, meeting_ids: Iterable[int]) -> None:
        for meeting_id in meeting_ids:
            following = [socket for socket in self._sockets.all() if meeting_id in socket.following]
            for socket, streams in self._gate.streams_of(meeting_id, following):
                self._refollow(socket, meeting_id, streams)

    def _cursor(self, meeting_id: int, stream: str) -> int:
        return self._delivered.get(meeting_id, {}).get(stream, 0)
