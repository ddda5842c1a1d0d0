"""Who chairs: handed over to somebody else who may, or taken by the named deputy while the chair is away.

A chair who comes back before anybody took their place is simply the chair.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.identity.models import Person
from mas_hub.live.presence import present_in
from mas_hub.meeting_log import append
from mas_hub.meetings.act_schemas import NothingMore
from mas_hub.meetings.acts import act
from mas_hub.meetings.models import Meeting, Seat
from mas_hub.meetings.partners import may_facilitate, takes_part
from mas_hub.meetings.queries import get_meeting
from mas_hub.meetings.rules import check_chair_is_away, check_may_be_chair
from mas_hub.meetings.seating_schemas import HandOverChair
from mas_hub.meetings.subjects import get_row
from mas_hub.meetings.turnover import seats_changed
from mas_hub.meetings.views import meeting_view, seat_view


@act(HandOverChair, Can.CHAIR)
def hand_over_chair(session: Session, actor: MeetingActor, *, to: int) -> None:
    """To somebody with a seat who may facilitate, or to the named deputy. Whoever chairs speaks for no agency."""
    seat = get_row(session, actor, Seat, to)
    person = session.get_one(Person, seat.person_id)
    check_may_be_chair(
        role=seat.role,
        removed=seat.removed,
        ground_rules_accepted=seat.ground_rules_accepted_at is not None,
        may_facilitate=may_facilitate(session, person),
        is_deputy=seat.person_id == actor.meeting.deputy_id and takes_part(session, person),
    )
    _chair(session, actor, seat, "chair_handed_over")


@act(NothingMore, Can.TAKE_CHAIR)
def take_chair(session: Session, actor: MeetingActor) -> None:
    """By the named deputy, once the chair has been away for long enough by the server's own clock."""
    meeting = get_meeting(session, actor.meeting.id)
    here = meeting.facilitator_id in present_in(session, [meeting.id])[meeting.id]
    check_chair_is_away(here=here, since=meeting.chair_away_since, now=clock.now())
    _chair(session, actor, session.get_one(Seat, actor.seat_id), "chair_taken")


def _chair(session: Session, actor: MeetingActor, seat: Seat, kind: str) -> None:
    """Whoever chaired stays at the table as what they were before, or as an adviser, and is the deputy now."""
    meeting = get_meeting(session, actor.meeting.id)
    before = session.scalars(
        select(Seat).where(Seat.meeting_id == meeting.id, Seat.person_id == meeting.facilitator_id)
    ).one()
    before.role, before.role_before = before.role_before or "adviser", None
    seat.role, seat.role_before = "facilitator", seat.role
    meeting.facilitator_id, meeting.deputy_id = seat.person_id, before.person_id
    meeting.chair_away_since = None
    meeting.version += 1
    append(session, actor, kind, meeting_view(session, meeting))
    for changed in (seat, before):
        changed.version += 1
        append(session, actor, "seat_changed", seat_view(session, changed))
    seats_changed(session, meeting.id)


def chairs_away(present: Mapping[int, Sequence[int]], *, noting: bool = True) -> dict[int, datetime | None]:
    """Since when the chair of each of these open meetings has had no page of it open; None: the chair is here.

    Notes in the meeting that a chair left or came back. Where that cannot be noted, nobody is taken for away who was
    not before: who is present may not be known then.
    """
    with snapshot() as session:
        rows = session.execute(
            select(Meeting.id, Meeting.facilitator_id, Meeting.chair_away_since).where(
                Meeting.id.in_(present), Meeting.state == "open"
            )
        ).all()
    away: dict[int, datetime | None] = {}
    turned: dict[int, datetime | None] = {}
    for meeting_id, chair, since in rows:
        here = chair in present[meeting_id]
        if not noting:
            away[meeting_id] = None if here else since
            continue
        away[meeting_id] = None if here else since or clock.now()
        if here == (since is not None):
            turned[meeting_id] = away[meeting_id]
    if turned:
        with transaction() as session:
            for meeting_id, since in turned.items():
                note_chair_away(session, meeting_id, since)
    return away


def note_chair_away(session: Session, meeting_id: int, since: datetime | None) -> None:
    """Since when the chair has had no page of the meeting open; None: the chair is here."""
    session.execute(update(Meeting).where(Meeting.id == meeting_id).values(chair_away_since=since))
