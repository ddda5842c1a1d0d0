"""The board as one person may see it, read at one moment, and what they missed since they last looked."""

from collections.abc import Mapping, Set
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.audience import SHARED, may_see
from mas_hub.errors import Conflict, Forbidden
from mas_hub.live.presence import present_in
from mas_hub.meeting_log import activity, entries_after, heads_of, last_hashes, on_appended
from mas_hub.meetings.models import Meeting
from mas_hub.meetings.planning import needed_for
from mas_hub.meetings.queries import (
    get_meeting,
    invitation_view,
    list_invitations,
    list_seats,
    meeting_view,
    practice_of,
    rules_of,
    seat_view,
)
from mas_hub.meetings.subjects import merged, private_views_of, views_of

MOST_KEPT = 50
"""Boards; that of a long meeting takes a megabyte."""
MOST_LINES = 100
"""Of the activity."""

MOST_MISSED = 200
"""Entries. Who lacks more than that is quicker served with the board as it is now."""

_kept: dict[int, tuple[object, dict[str, Any]]] = {}
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


def board(session: Session, actor: MeetingActor) -> dict[str, Any]:
    """Every current view with the cursors at which it was read. `session` is a snapshot."""
    cursors = readable_heads(session, actor)
    meeting_id = actor.meeting.id
    return {
        "meeting_id": meeting_id,
        "cursors": cursors,
        **_with_own(session, meeting_id, _alike(session, meeting_id), cursors.keys() - {SHARED}),
        "me": me(actor),
        "present": present_in(session, [meeting_id])[meeting_id],
        "now": clock.iso(clock.now()),
    }


def _with_own(session: Session, meeting_id: int, alike: dict[str, Any], streams: Set[str]) -> dict[str, Any]:
    """The board with what stands in these private streams."""
    own = {name: views for name, views in private_views_of(session, meeting_id, streams).items() if views}
    lines = [entry.without_body() for entry in activity(session, meeting_id, streams)]
    if not own and not lines:
        return alike
    return {
        **alike,
        "views": merged(alike["views"], own),
        "activity": sorted(alike["activity"] + lines, key=_by_time)[-MOST_LINES:],
    }


def _by_time(line: Mapping[str, Any]) -> tuple[str, str, int]:
    return line["at"], line["stream"], line["seq"]


def _alike(session: Session, meeting_id: int) -> dict[str, Any]:
    """What is the same for everybody who reads the board. Kept until something happens in the meeting, so that twelve
    who come back at once hold nobody up."""
    practice = practice_of(session)
    made_of = (last_hashes(session, meeting_id), clock.today(), practice)
    kept = _kept.get(meeting_id)
    if kept is not None and kept[0] == made_of:
        return kept[1]
    made = {
        "views": views_of(session, meeting_id),
        "reference": {
            **practice.board_json,
            "ground_rules": rules_of(session, get_meeting(session, meeting_id)).as_json(),
        },
        "activity": [entry.without_body() for entry in activity(session, meeting_id, [SHARED])],
    }
    with _lock:
        if len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[meeting_id] = made_of, made
    return made


def _forget(meeting_id: int, _entries: object) -> None:
    with _lock:
        _kept.pop(meeting_id, None)


on_appended(_forget)


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
