"""The board as one person may see it, read at one moment, and what they missed since they last looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import orjson
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.audience import SHARED, may_see
from mas_hub.audit.openings import Opening, new_opening
from mas_hub.errors import Conflict, Forbidden
from mas_hub.live.presence import present_in
from mas_hub.local_practice.queries import practice_of
from mas_hub.meeting_log import View, activity, entries_after, heads_of, last_hashes, on_appended
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.planning import needed_for
from mas_hub.meetings.queries import get_meeting, list_invitations, list_seats, rules_of
from mas_hub.meetings.subjects import merged, private_views_of, views_of
from mas_hub.meetings.views import invitation_view, meeting_view, seat_view

MOST_KEPT = 50
"""Boards; that of a long meeting takes a megabyte."""
MOST_LINES = 100
"""Of the activity."""

MOST_MISSED = 200
"""Entries. Who lacks more than that is quicker served with the board as it is now."""


@dataclass(frozen=True)
class Alike:
    """What is the same for everybody who reads a board, as JSON by name, and what it was `made_of`."""

    made_of: object
    views: Mapping[str, bytes]
    reference: Mapping[str, bytes]
    activity: bytes


_kept: dict[int, Alike] = {}
_lock = Lock()


def me(actor: MeetingActor) -> dict[str, Any]:
    return {
        "person_id": actor.person_id,
        "seat_id": actor.seat_id,
        "role": actor.role,
        "agency_id": actor.agency_id,
        "can": sorted(actor.can),
    }


def door(session: Session, actor: MeetingActor) -> dict[str, Any]:
    """What somebody sees before the board: which meeting, who is asked, and the ground rules."""
    meeting = get_meeting(session, actor.meeting.id)
    return {
        "meeting_id": meeting.id,
        "me": me(actor),
        "ground_rules": {
            **rules_of(session, meeting).as_json(),
            "accepted": actor.ground_rules_accepted,
        },
        "meeting": meeting_view(session, meeting),
        "invitations": [invitation_view(session, each) for each in list_invitations(session, meeting.id)],
        "seats": [seat_view(session, each) for each in list_seats(session, meeting.id)],
        "needed": _needed(session, meeting),
    }


def readable_heads(session: Session, actor: MeetingActor) -> dict[str, int]:
    """The cursors of the streams that the actor reads. Refuses who may not see the board, saying why."""
    if actor.meeting.state in ("planned", "postponed", "cancelled"):
        raise Conflict(f"meeting_is_{actor.meeting.state}")
    heads = heads_of(session, [actor.meeting.id])[actor.meeting.id]
    readable = {stream: head for stream, head in heads.items() if may_see(actor, stream)}
    if not readable:
        raise Forbidden("board_is_for_seats" if actor.seat_id is None else "ground_rules_not_accepted")
    return readable


def opening_of_board(session: Session, actor: MeetingActor) -> Opening | None:
    """What to note in the audit before any of the board leaves. Once the meeting is closed, the board is its record.

    Of somebody who reads in an emergency every look is noted instead (`reading.note_reading`).
    """
    if actor.in_emergency:
        return None
    what = "record_opened" if actor.meeting.state == "closed" else "board_opened"
    return new_opening(session, actor, what, meeting_id=actor.meeting.id)


def board(session: Session, actor: MeetingActor) -> dict[str, Any]:
    """Every current view with the cursors at which it was read. `session` is a snapshot."""
    whole: dict[str, Any] = orjson.loads(board_text(session, actor))
    return whole


def board_text(session: Session, actor: MeetingActor) -> bytes:
    """`board` as JSON: what is alike for everybody, with what stands in the private streams of whoever looks."""
    meeting_id = actor.meeting.id
    cursors = readable_heads(session, actor)
    alike = _alike(session, meeting_id)
    views, lines = alike.views, alike.activity
    streams = {stream for stream, head in cursors.items() if head and stream != SHARED}
    if streams:
        views = {**views, **_with_private(views, private_views_of(session, meeting_id, streams))}
        own = [entry.without_body() for entry in activity(session, meeting_id, streams)]
        lines = orjson.dumps(sorted(orjson.loads(lines) + own, key=_by_time)[-MOST_LINES:])
    return orjson.dumps(
        {
            "meeting_id": meeting_id,
            "cursors": cursors,
            "views": {name: orjson.Fragment(text) for name, text in views.items()},
            "reference": {name: orjson.Fragment(text) for name, text in alike.reference.items()},
            "activity": orjson.Fragment(lines),
            "me": me(actor),
            "present": present_in(session, [meeting_id])[meeting_id],
            "now": clock.iso(clock.now()),
        }
    )


def _with_private(views: Mapping[str, bytes], private: Mapping[str, list[View]]) -> dict[str, bytes]:
    """The types of which something stands in private."""
    return {
        name: orjson.dumps(merged({name: orjson.loads(views.get(name, b"[]"))}, {name: own})[name])
        for name, own in private.items()
        if own
    }


def _by_time(line: Mapping[str, Any]) -> tuple[str, str, int]:
    return line["at"], line["stream"], line["seq"]


def _alike(session: Session, meeting_id: int) -> Alike:
    """Kept until something happens in the meeting, so that twelve
    who come back at once hold nobody up."""
    practice = practice_of(session)
    made_of = (last_hashes(session, meeting_id), clock.today(), practice)
    kept = _kept.get(meeting_id)
    if kept is not None and kept.made_of == made_of:
        return kept
    rules = rules_of(session, get_meeting(session, meeting_id))
    made = Alike(
        made_of,
        views={name: orjson.dumps(views) for name, views in views_of(session, meeting_id).items()},
        reference={**practice.board_texts, "ground_rules": orjson.dumps(rules.as_json())},
        activity=orjson.dumps([entry.without_body() for entry in activity(session, meeting_id, [SHARED])]),
    )
    with _lock:
        if len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[meeting_id] = made
    return made


def forget(meeting_id: int, _entries: object = ()) -> None:
    """Keep nothing of this meeting in memory."""
    with _lock:
        _kept.pop(meeting_id, None)


on_appended(forget)


def missed(session: Session, actor: MeetingActor, cursors: Mapping[str, int]) -> dict[str, Any] | None:
    """The entries above a client's own `cursors`, of the streams it reads, and whose they are now: another person may
    have signed in since, in whose name nothing of the first one's may be sent. None when they are too many."""
    heads = readable_heads(session, actor)
    if sum(max(0, head - cursors.get(stream, 0)) for stream, head in heads.items()) > MOST_MISSED:
        return None
    entries = [
        entry for stream in heads for entry in entries_after(session, actor.meeting.id, stream, cursors.get(stream, 0))
    ]
    return {
        "entries": entries,
        "heads": heads,
        "me": me(actor),
        "present": present_in(session, [actor.meeting.id])[actor.meeting.id],
    }


def _needed(session: Session, meeting: Meeting) -> list[str]:
    return needed_for(session, meeting) if meeting.state == "planned" else []
