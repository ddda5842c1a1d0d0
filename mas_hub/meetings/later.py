"""The case goes on: the next meeting follows what an earlier one left, and its pages hear when that has changed."""

from collections.abc import Callable, Collection, Mapping
from hashlib import blake2b

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor, MeetingActor, without_a_seat
from mas_hub.access.permissions import Can
from mas_hub.errors import NotFound
from mas_hub.meetings.models import Meeting, Seat
from mas_hub.meetings.queries import enter, facts_of

Left = Callable[[Session, Collection[int]], Mapping[int, int]]
"""For each of these open meetings, a number that changes whenever something left by an earlier one does."""

_left: list[Left] = []


def left_by_earlier(left: Left) -> Left:
    """A room above whose things outlive their meeting registers how to see that they changed."""
    _left.append(left)
    return left


def signs_of_earlier(session: Session, meeting_ids: Collection[int]) -> dict[int, str]:
    """An opaque sign for each meeting. When it differs from before, pages read again."""
    counted = [left(session, meeting_ids) for left in _left] if meeting_ids else []
    return {
        meeting_id: blake2b(
            repr((meeting_id, [each.get(meeting_id, 0) for each in counted])).encode(), digest_size=6
        ).hexdigest()
        for meeting_id in meeting_ids
    }


def enter_to_see_through(session: Session, actor: Actor, meeting_id: int) -> MeetingActor:
    """The actor as they are in this meeting, or as the chair of a later one on its case where that is what they are.

    That later meeting is open and its ground rules are accepted; this one has closed. Otherwise as `enter`.
    """
    try:
        seated = enter(session, actor, meeting_id)
        if Can.SEE_THROUGH in seated.can:
            return seated
    except NotFound:
        seated = None
    earlier = session.get(Meeting, meeting_id)
    over = earlier is not None and earlier.state == "closed" and not actor.agency_left
    later = _chaired_later(session, actor, earlier) if earlier is not None and over else None
    if earlier is None or later is None:
        if seated is None:
            raise NotFound
        return seated
    return without_a_seat(actor, facts_of(session, earlier), agency_id=later.agency_id, chairs_later=True)


def _chaired_later(session: Session, actor: Actor, earlier: Meeting) -> Seat | None:
    """The chair's seat that the actor has in an open meeting on the same case, begun after this one."""
    chair = (
        select(Seat)
        .join(Meeting, Meeting.id == Seat.meeting_id)
        .where(
            Meeting.case_id == earlier.case_id,
            Meeting.id != earlier.id,
            Meeting.state == "open",
            Meeting.opened_at > earlier.opened_at,
            Meeting.facilitator_id == actor.person_id,
            Seat.person_id == actor.person_id,
            Seat.role == "facilitator",
            Seat.removed.is_(False),
            Seat.ground_rules_accepted_at.is_not(None),
        )
    )
    return session.scalars(chair.limit(1)).first()
