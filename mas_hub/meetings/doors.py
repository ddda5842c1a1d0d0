"""The socket's door: `join`, `leave` and `act`. The HTTP door is in `routes`; both lead to `perform`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from werkzeug.http import parse_cookie

from mas_hub import clock
from mas_hub.access.audience import SHARED
from mas_hub.audit.openings import note
from mas_hub.db import snapshot
from mas_hub.errors import DomainError, Invalid, NotFound, Unavailable
from mas_hub.identity.queries import actor_from_token, live_tokens, token_hash
from mas_hub.identity.sessions import SEEN_EVERY, enter, keep_awake, when_sessions_end
from mas_hub.live.feed import Leaving
from mas_hub.live.server import LiveServer
from mas_hub.live.sockets import Socket
from mas_hub.meeting_log import Entry, on_appended
from mas_hub.meetings.acts import perform
from mas_hub.meetings.board import board_text, missed, opening_of_board, readable_heads
from mas_hub.meetings.chairing import chairs_away
from mas_hub.meetings.later import signs_of_earlier
from mas_hub.meetings.models import Meeting, Seat
from mas_hub.meetings.reading import IN_AN_EMERGENCY, enter_to_read, note_reading
from mas_hub.meetings.turnover import when_seats_change
from mas_hub.web.session import cookie_name


def identify(environ: Mapping[str, Any], *, secure: bool) -> Socket:
    """The socket that a WSGI environment's session cookie stands for. Raises `SignedOut`."""
    cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
    token = cookies.get(cookie_name(secure=secure)) or ""
    with snapshot() as session:
        actor = actor_from_token(session, token)
    return Socket("", token, actor.session_id or 0, actor.person_id, actor.language)


def install(live: LiveServer) -> None:
    live.on("join", join)
    live.on("leave", leave)
    live.on("act", act, live.bounds.acts)
    live.on("here", here)
    on_appended(live.announce)
    when_sessions_end(live.eject_sessions)
    when_seats_change(live.feed.seats_changed)


def join(live: LiveServer, socket: Socket, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Follow a meeting: with `cursors` the missed entries are answered, without them or far behind a snapshot.

    `quiet`: without being there (see `Socket`). Whoever chairs alone may: nobody else reads along unseen."""
    meeting_id = _meeting_id(payload)
    cursors = _cursors(payload)
    with snapshot() as session:
        actor = enter_to_read(session, actor_from_token(session, socket.token), meeting_id)
        heads = readable_heads(session, actor)
        opening = opening_of_board(session, actor)
        socket.language = actor.language
    note_reading(actor, "live")
    note(opening)
    socket.seated_as[meeting_id] = actor.role
    alone = not socket.following.keys() - {meeting_id}
    socket.quiet = actor.chairs and alone and payload.get("quiet") is True
    live.follow(socket, meeting_id, frozenset(heads), heads)
    try:
        return {"ok": True, "meeting_id": meeting_id, **_read_now(live, socket, meeting_id, cursors)}
    except DomainError:
        live.unfollow(socket, meeting_id)
        raise


def _read_now(live: LiveServer, socket: Socket, meeting_id: int, cursors: Mapping[str, int] | None) -> dict[str, Any]:
    """What they may read at the moment it is read: whoever was put out while their look was noted reads nothing.

    Who has another seat by then hears what belongs to it; the feed tells their page of it at its tick.
    """
    with snapshot() as session:
        actor = enter_to_read(session, actor_from_token(session, socket.token), meeting_id)
        if actor.role != socket.seated_as.get(meeting_id):
            live.refollow(socket, meeting_id, frozenset(readable_heads(session, actor)))
            socket.quiet = False
        lacking = missed(session, actor, cursors) if cursors is not None else None
        if lacking is not None:
            return {**lacking, "entries": [entry.json for entry in lacking["entries"]]}
        return {"snapshot": orjson.Fragment(board_text(session, actor))}


def leave(live: LiveServer, socket: Socket, payload: Mapping[str, Any]) -> dict[str, Any]:
    live.unfollow(socket, _meeting_id(payload))
    return {"ok": True}


def act(_live: LiveServer, socket: Socket, payload: Mapping[str, Any]) -> dict[str, Any]:
    act_id, data = payload.get("act_id"), payload.get("data", {})
    if not isinstance(act_id, str):
        raise Invalid("act_id_needed")
    if not isinstance(data, dict):
        raise Invalid("data_needed")
    meeting_id, name = _meeting_id(payload), payload.get("act")
    if not isinstance(name, str):
        raise NotFound("no_such_act")
    entries = perform(lambda session: actor_from_token(session, socket.token), meeting_id, name, act_id, data)
    return {"ok": True, "entries": [entry.json for entry in entries]}


def here(_live: LiveServer, socket: Socket, _payload: Mapping[str, Any]) -> dict[str, Any]:
    """Somebody reads, scrolls or types, which counts as activity; the connection's own pings do not."""
    enter(socket.token)
    return {"ok": True}


class SeatsAndSessions:
    """Who may stay connected: those whose session lives and whose seat is still theirs, in the role it had.

    Who sits in another role reads other streams, and is let in anew.
    """

    def __init__(self) -> None:
        self._awake_at: datetime | None = None

    def moves_audience(self, entry: Entry) -> bool:
        """A private stream may have begun with it, whose readers are asked each time; or somebody may hear no more."""
        return entry.stream != SHARED or entry.kind == "seat_removed"

    def streams_of(self, meeting_id: int, sockets: Iterable[Socket]) -> list[tuple[Socket, frozenset[str]]]:
        found: list[tuple[Socket, frozenset[str]]] = []
        with snapshot() as session:
            for socket in sockets:
                try:
                    actor = enter_to_read(session, actor_from_token(session, socket.token), meeting_id)
                    found.append((socket, frozenset(readable_heads(session, actor))))
                except DomainError:  # put out at the next tick, and told why
                    found.append((socket, frozenset()))
        return found

    def no_longer_welcome(self, sockets: Iterable[Socket]) -> list[Leaving]:
        # As they are before the database is asked: who comes meanwhile is not among the seats that it answers.
        followed = [(socket, list(socket.following)) for socket in sockets]
        if not followed:
            return []
        self._keep_awake(followed)
        with snapshot() as session:
            tokens = live_tokens(session, {socket.session_id for socket, _ in followed})
            seats = session.execute(
                select(Seat.meeting_id, Seat.person_id, Seat.role, Seat.removed, Seat.removed_because, Meeting.state)
                .join(Meeting, Meeting.id == Seat.meeting_id)
                .where(Seat.meeting_id.in_({meeting for _, meetings in followed for meeting in meetings}))
            )
            seated = {(seat.meeting_id, seat.person_id): seat for seat in seats}
        out: list[Leaving] = []
        for socket, meetings in followed:
            token = tokens.get(socket.session_id)
            if token != token_hash(socket.token):
                out.append(Leaving(socket, "token_renewed" if token else "signed_out", None))
                continue
            for meeting_id in meetings:
                if socket.seated_as.get(meeting_id) == IN_AN_EMERGENCY:
                    out += _emergency_over(socket, meeting_id)
                    continue
                seat = seated.get((meeting_id, socket.person_id))
                if seat is None or seat.removed:
                    out.append(Leaving(socket, "seat_removed", meeting_id, seat.removed_because if seat else ""))
                elif seat.state == "purged" or seat.role != socket.seated_as.get(meeting_id, seat.role):
                    out.append(Leaving(socket, "seat_changed", meeting_id))
        return out

    def _keep_awake(self, followed: Iterable[tuple[Socket, list[int]]]) -> None:
        """Once a minute: whoever is connected to a live meeting is not idle, though they only listen."""
        now = clock.now()
        if self._awake_at is not None and now < self._awake_at + SEEN_EVERY:
            return
        self._awake_at = now
        with snapshot() as session:
            asked = {meeting_id for _, meetings in followed for meeting_id in meetings}
            live = set(session.scalars(select(Meeting.id).where(Meeting.id.in_(asked), Meeting.state == "open")))
        with suppress(Unavailable):  # nobody has to go because that cannot be written just now
            keep_awake({socket.session_id for socket, meetings in followed if live.intersection(meetings)})

    def signs_of_earlier(self, meeting_ids: Collection[int]) -> Mapping[int, str]:
        if not meeting_ids:
            return {}
        with snapshot() as session:
            return signs_of_earlier(session, meeting_ids)

    def chairs_away(self, present: Mapping[int, Sequence[int]], *, noting: bool) -> Mapping[int, datetime | None]:
        return chairs_away(present, noting=noting) if present else {}


def _emergency_over(socket: Socket, meeting_id: int) -> list[Leaving]:
    """Whether it has ended, or become a seat. They are few, and asked one by one."""
    with snapshot() as session:
        try:
            reader = enter_to_read(session, actor_from_token(session, socket.token), meeting_id)
        except DomainError:
            return [Leaving(socket, "emergency_over", meeting_id)]
    if reader.in_emergency:
        return []
    return [Leaving(socket, "seat_changed" if reader.seat_id else "emergency_over", meeting_id)]


def _cursors(payload: Mapping[str, Any]) -> dict[str, int] | None:
    """None when there are none, or none that a page could have: then it needs a snapshot."""
    cursors = payload.get("cursors")
    if not isinstance(cursors, dict):
        return None
    usable = all(isinstance(cursor, int) and 0 <= cursor < 2**31 for cursor in cursors.values())
    return cursors if usable else None


def _meeting_id(payload: Mapping[str, Any]) -> int:
    meeting_id = payload.get("meeting_id")
    if not isinstance(meeting_id, int) or isinstance(meeting_id, bool) or not 0 < meeting_id < 2**31:
        raise Invalid("meeting_id_needed")
    return meeting_id
