"""The Socket.IO server: who may connect, what they may send, and how they are put out.

Handlers are registered on the underlying server, off Flask's request context: it is a tenth of an act's cost. What
happens in a meeting is not known here; `meetings.doors` hands it in.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask
from flask_socketio import SocketIO

from mas_hub.config import Settings
from mas_hub.errors import DomainError, NotFound, SignedOut, Unavailable
from mas_hub.language import text
from mas_hub.live.bus import Bus, NoBus
from mas_hub.live.connections import Connections
from mas_hub.live.counted import counted
from mas_hub.live.events import Events
from mas_hub.live.feed import Feed, Gate, Leaving
from mas_hub.live.gate import NEWCOMER
from mas_hub.live.json_text import JsonText
from mas_hub.live.presence import Register
from mas_hub.live.sockets import Socket, Sockets, rooms
from mas_hub.live.wires import FRAME_BYTES, NAMESPACE, TextPacket, Wires
from mas_hub.meeting_log import Entry
from mas_hub.monitoring import figures
from mas_hub.web.answers import render, render_unexpected
from mas_hub.web.bounds import Allowance, Bounds

log = logging.getLogger(__name__)

FRAMES_AN_ACT = 3
"""Frames read of a connection for each act that its person may do: a page also pings, joins and tells that it is read.
"""
DROP_EVERY_S = 2.0
LIBRARIES = ("socketio.server", "engineio.server")
"""Loggers that know no level when a server begins get handlers, which write what an exception says, and so what people
wrote."""

Handler = Callable[["LiveServer", Socket, Mapping[str, Any]], dict[str, Any]]
"""Answers one event of one socket; a `DomainError` it raises becomes a refusal."""


class LiveServer:
    def __init__(self, app: Flask, settings: Settings, gate: Gate, bus: Bus | None = None) -> None:
        self.bounds: Bounds = app.extensions["bounds"]
        for name in LIBRARIES:
            logging.getLogger(name).setLevel(logging.ERROR)
        self.socketio = SocketIO(
            app,
            async_mode=settings.async_mode,
            serializer=TextPacket,
            json=JsonText,
            manage_session=False,
            max_http_buffer_size=FRAME_BYTES,
            ping_interval=10,
            ping_timeout=10,
        )
        self.sockets = Sockets()
        self.register = Register()
        self.wires = Wires(self._server, settings.acts_per_second * FRAMES_AN_ACT)
        self.feed = Feed(self.wires, self.sockets, self.register, gate, self.eject, self.refollow)
        self.bus = bus or NoBus()
        self.tasks: list[Callable[[], None]] = []
        """What else each worker does in the background, handed in before it starts."""
        self._connections = Connections(settings.sockets_per_person)
        figures.watch(lambda: len(self.sockets.all()), lambda: len(self.sockets.meetings()))
        self._count_connections(self._server.eio)
        self._server.on("connect", self._connect)
        self._server.on("disconnect", self._disconnect)
        self.events = Events(self._server, self.wires, self._unknown, self._malformed)

    @property
    def _server(self) -> Any:
        return self.socketio.server

    def on(self, event: str, handler: Handler, allowance: Allowance | None = None) -> None:
        """Answer `event` with `handler`; its acknowledgement is the handler's answer or the refusal.

        `allowance` is how often a person may send it; by default, with everything else but acts.
        """
        often = allowance or self.bounds.calls

        def answer(sid: str, payload: Any) -> dict[str, Any]:
            socket = self.sockets.find(sid)
            if socket is None:
                return render(SignedOut("signed_out"), "en")
            try:
                often.take(socket.person_id)
                return handler(self, socket, payload if isinstance(payload, Mapping) else {})
            except DomainError as error:
                return render(error, socket.language)
            except Exception as error:
                return render_unexpected(error, socket.language)

        self.events.on(event, counted(event, answer))

    def start(self) -> None:
        """Begin the heartbeat and the feed, and listen to the other workers."""
        self.register.beat()
        self.socketio.start_background_task(self.feed.run)
        self.bus.start(self.socketio.start_background_task, self.feed.nudge)
        self.socketio.start_background_task(self._drop_stuck)
        for task in self.tasks:
            self.socketio.start_background_task(task)

    def announce(self, meeting_id: int, entries: Sequence[Entry]) -> None:
        """Something was written in this meeting: every worker looks soon. Who came or went is told at the tick."""
        self.feed.nudge(meeting_id, entries)
        self.bus.publish(meeting_id)

    def follow(self, socket: Socket, meeting_id: int, streams: frozenset[str], heads: dict[str, int]) -> None:
        """Let the socket hear a meeting from now on. Call it before reading what the socket is answered."""
        newly = meeting_id not in socket.following
        if not newly:
            self.refollow(socket, meeting_id, streams)
        socket.following[meeting_id] = streams  # first: the feed forgets meetings that nobody follows
        self.feed.follow(meeting_id, heads)
        try:
            for name in rooms(meeting_id, streams):
                self._server.enter_room(socket.sid, name)
        except (ValueError, KeyError):
            return  # it went while it was let in, and hears no answer
        if newly and not socket.quiet:
            self._has_come(socket, meeting_id)
            if self.sockets.find(socket.sid) is None:  # it went while it was let in
                self._has_left(socket)
            self.feed.nudge(meeting_id, presence=True)

    def refollow(self, socket: Socket, meeting_id: int, streams: frozenset[str]) -> None:
        """Somebody who follows a meeting may hear other streams of it than before, or there is a new one."""
        before = socket.following.get(meeting_id)
        if before is None or before == streams:
            return
        socket.following[meeting_id] = streams
        for name in {*rooms(meeting_id, before)} - {*rooms(meeting_id, streams)}:
            self._server.leave_room(socket.sid, name)
        try:
            for name in rooms(meeting_id, streams - before):
                self._server.enter_room(socket.sid, name)
        except (ValueError, KeyError):
            return  # it went while it was asked what it may hear

    def unfollow(self, socket: Socket, meeting_id: int) -> None:
        streams = socket.following.pop(meeting_id, None)
        socket.seated_as.pop(meeting_id, None)
        if streams is None:
            return
        for name in rooms(meeting_id, streams):
            self._server.leave_room(socket.sid, name)
        self._has_left(socket, meeting_id)
        self.feed.nudge(meeting_id, presence=True)

    def _has_come(self, socket: Socket, meeting_id: int) -> None:
        """Whoever may read reads, also while nothing can be written."""
        try:
            self.register.enter(socket.sid, meeting_id, socket.person_id)
        except Unavailable:
            return  # the next heartbeat that can be written brings the row

    def _has_left(self, socket: Socket, meeting_id: int | None = None) -> None:
        """Somebody who is put out is out even while nothing can be written, and so is the next."""
        try:
            self.register.leave(socket.sid, meeting_id)
        except Unavailable:
            return  # the next heartbeat that can be written takes the row away

    def eject(self, leaving: Leaving) -> None:
        """Put a socket out of one meeting, or altogether, and tell the page why."""
        socket, reason, meeting_id, because = leaving
        told = {
            "meeting_id": meeting_id,
            "reason": reason,
            "message": text(f"refusals.{reason}", socket.language),
            "because": because,
        }
        self._server.emit("ended", told, to=socket.sid)
        if meeting_id is not None:
            self.unfollow(socket, meeting_id)
            return
        connection = self._server.manager.eio_sid_from_sid(socket.sid, NAMESPACE)
        self._server.disconnect(socket.sid)
        self.wires.end(connection)

    def eject_sessions(self, session_ids: Sequence[int], reason: str) -> None:
        """Sessions have ended, or their tokens: their sockets go at once. The tick finds those of other workers."""
        for socket in self.sockets.all():
            if socket.session_id in session_ids:
                self.eject(Leaving(socket, reason, None))

    def _count_connections(self, engine: Any) -> None:
        """Put ourselves before what Socket.IO does when a connection is opened and after what it does when it ends."""
        begin, end = engine.handlers["connect"], engine.handlers["disconnect"]

        def opened(connection: str, environ: Mapping[str, Any]) -> Any:
            for oldest in self._connections.opened(connection, environ[NEWCOMER].person_id):
                self.socketio.start_background_task(self._put_aside, oldest)
            # Of the request nothing else is asked again; Socket.IO would keep all of it.
            return begin(connection, {NEWCOMER: environ[NEWCOMER]})

        def closed(connection: str, *reason: Any) -> None:
            self._connections.closed(connection)
            end(connection, *reason)

        engine.on("connect", opened)
        engine.on("disconnect", closed)

    def _put_aside(self, connection: str) -> None:
        """Make room for a newer page of the same person, and tell the old one, if it is one, why."""
        socket = self.sockets.find(self._server.manager.sid_from_eio_sid(connection, NAMESPACE) or "")
        if socket is None:
            self.wires.end(connection)
        else:
            self.eject(Leaving(socket, "too_many_pages", None))

    def _drop_stuck(self) -> None:
        while True:
            time.sleep(DROP_EVERY_S)
            self.wires.drop_stuck()

    def _unknown(self, sid: str, _payload: Any) -> dict[str, Any]:
        socket = self.sockets.find(sid)
        return render(NotFound("no_such_event"), socket.language if socket else "en")

    def _malformed(self, sid: str, _payload: Any) -> dict[str, Any]:
        socket = self.sockets.find(sid)
        return render(DomainError("malformed"), socket.language if socket else "en")

    def _connect(self, sid: str, environ: Mapping[str, Any], _auth: Any = None) -> bool:
        socket: Socket | None = environ.get(NEWCOMER)
        if socket is None:  # it did not come through the gate
            return False
        socket.sid = sid
        self.sockets.add(socket)
        return True

    def _disconnect(self, sid: str, *_: Any) -> None:
        socket = self.sockets.remove(sid)
        if socket is None or not socket.following:
            return
        self._has_left(socket)
        for meeting_id in socket.following:
            self.feed.nudge(meeting_id, presence=True)
