"""Where agencies stood at the end of the case's earlier meetings, as far as the one who asks may know it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor
from mas_hub.access.audience import SHARED, agency_stream, may_see
from mas_hub.errors import NotFound
from mas_hub.meetings.board import readable_heads
from mas_hub.meetings.models import Invitation, Meeting
from mas_hub.meetings.queries import enter, get_meeting, list_invitations
from mas_hub.meetings.views import invitation_facts
from mas_hub.thresholds.models import ThresholdPosition


def earlier_positions(session: Session, somebody: Actor, meeting_id: int) -> list[dict[str, Any]]:
    """By closed meeting, oldest first: the last position of each agency where one had a seat, else of one's own agency.

    Refuses who does not read this meeting's board.
    """
    actor = enter(session, somebody, meeting_id)
    readable_heads(session, actor)
    now = get_meeting(session, meeting_id)
    earlier = session.scalars(
        select(Meeting)
        .where(Meeting.case_id == now.case_id, Meeting.state == "closed", Meeting.opened_at < now.opened_at)
        .order_by(Meeting.opened_at, Meeting.id)
    )
    own = frozenset({actor.agency_id}) if may_see(actor, agency_stream(actor.agency_id)) else frozenset[int]()
    found = []
    for meeting in earlier:
        whose = None if _was_there(session, somebody, meeting.id) else own
        positions = _last_positions(session, meeting.id, whose)
        if positions:
            found.append({"meeting_id": meeting.id, "day": _day(meeting), "positions": positions})
    return found


def _was_there(session: Session, somebody: Actor, meeting_id: int) -> bool:
    try:
        return may_see(enter(session, somebody, meeting_id), SHARED)
    except NotFound:
        return False


def _last_positions(session: Session, meeting_id: int, whose: frozenset[int] | None) -> list[dict[str, Any]]:
    levels = {
        position.agency_id: position.level
        for position in session.scalars(
            select(ThresholdPosition).where(
                ThresholdPosition.meeting_id == meeting_id,
                ThresholdPosition.withdrawn.is_(False),
                ThresholdPosition.hidden.is_(False),
            )
        )
    }
    return [
        {"agency_id": each.agency_id, "name": _name(session, each), "level": levels[each.agency_id]}
        for each in list_invitations(session, meeting_id)
        if each.agency_id in levels and (whose is None or each.agency_id in whose)
    ]


def _name(session: Session, invitation: Invitation) -> dict[str, str | None]:
    name: dict[str, str | None] = (invitation.facts or invitation_facts(session, invitation))["name"]
    return name


def _day(meeting: Meeting) -> str | None:
    return meeting.meeting_day.isoformat() if meeting.meeting_day else None
