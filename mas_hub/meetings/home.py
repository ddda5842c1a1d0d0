"""My meetings: what needs me now, first."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import SPEAKS_FOR_AGENCY, Can
from mas_hub.cases.models import Case
from mas_hub.cases.queries import case_facts
from mas_hub.identity.labels import agency_label
from mas_hub.identity.models import Agency
from mas_hub.meetings.models import Invitation, Meeting, Seat
from mas_hub.meetings.planning import needed_for

Duties = Callable[[Session, Meeting, int], Mapping[str, Any]]
"""What an agency has to do after a meeting, `(session, meeting, agency_id)`: parts of its card."""

_duties: list[Duties] = []


def duties_from(duties: Duties) -> Duties:
    """A room above that knows an agency's duties registers how to read them."""
    _duties.append(duties)
    return duties


Followed = Callable[[Session, Sequence[Meeting]], list[dict[str, Any]]]
"""What a facilitator has to see through of the meetings they chair and have opened."""

_followed: dict[str, Followed] = {}


def followed_from(name: str) -> Callable[[Followed], Followed]:
    """A room above that knows such things registers how to read them, under the name they have on home."""

    def register(read: Followed) -> Followed:
        _followed[name] = read
        return read

    return register


def home(session: Session, actor: Actor) -> dict[str, Any]:
    cards: dict[str, list[dict[str, Any]]] = {"live": [], "coming": [], "to_record": [], "past": []}
    mine = _mine(session, actor)
    for meeting, seat, invitation in mine:
        card = _card(session, actor, meeting, seat, invitation)
        cards[_shelf(meeting, card)].append(card)
    cards["past"].reverse()
    chaired = [
        meeting
        for meeting, seat, _ in mine
        if seat and seat.role == "facilitator" and meeting.state in ("open", "closed") and not actor.agency_left
    ]
    followed = {name: read(session, chaired) for name, read in _followed.items()}
    return {**cards, **followed, "can_plan": Can.PLAN_MEETINGS in actor.can}


def _mine(session: Session, actor: Actor) -> list[tuple[Meeting, Seat | None, Invitation | None]]:
    """Meetings in which the actor has a seat, or to which the agency they record for was invited."""
    mine: ColumnElement[bool] = Seat.person_id.is_not(None)
    if "recorder" in actor.roles:
        mine = or_(mine, (Invitation.id.is_not(None)) & (Meeting.state.in_(("open", "closed"))))
    if actor.agency_left:
        mine = mine & (Meeting.state == "closed")
    rows = session.execute(
        select(Meeting, Seat, Invitation)
        .outerjoin(
            Seat, (Seat.meeting_id == Meeting.id) & (Seat.person_id == actor.person_id) & Seat.removed.is_(False)
        )
        .outerjoin(
            Invitation,
            (Invitation.meeting_id == Meeting.id)
            & (Invitation.agency_id == func.coalesce(Seat.agency_id, actor.agency_id)),
        )
        .where(mine, Meeting.state != "purged")
        .order_by(Meeting.scheduled_at, Meeting.id)
    )
    return [(meeting, seat, invitation) for meeting, seat, invitation in rows]


def _card(
    session: Session, actor: Actor, meeting: Meeting, seat: Seat | None, invitation: Invitation | None
) -> dict[str, Any]:
    agency = session.get_one(Agency, seat.agency_id if seat else actor.agency_id)
    needed = needed_for(session, meeting) if meeting.state == "planned" else []
    speaks = seat is not None and seat.role in SPEAKS_FOR_AGENCY
    records = agency.id == actor.agency_id and (speaks or "recorder" in actor.roles)
    card: dict[str, Any] = {
        "meeting_id": meeting.id,
        "state": meeting.state,
        "purpose": meeting.purpose,
        "scheduled_at": meeting.scheduled_at.isoformat() if meeting.scheduled_at else None,
        "closed_at": meeting.closed_at.isoformat() if meeting.closed_at else None,
        "case": _case(session, meeting),
        "role": seat.role if seat else "recorder",
        "agency": agency_label(agency),
        "needed": needed,
        "ready_to_open": meeting.state == "planned" and not needed,
        "attendance": invitation.attendance if invitation else None,
        "binds_me": invitation is not None and records and meeting.state != "cancelled",
        "postponed_from": clock.iso(meeting.postponed_from),
        "called_off_because": meeting.cancelled_because or meeting.postponed_because,
        "owned": 0,
        "involved": 0,
        "recorded": None,
        "waiting_days": 0,
        "prepared": None,
    }
    if card["binds_me"]:
        for duties in _duties:
            card.update(duties(session, meeting, agency.id))
    return card


def _case(session: Session, meeting: Meeting) -> dict[str, Any]:
    facts: dict[str, Any] = (
        meeting.facts["case"] if meeting.facts else case_facts(session.get_one(Case, meeting.case_id))
    )
    return {name: facts[name] for name in ("reference", "subject_initials", "subject_type", "age_band")}


def _shelf(meeting: Meeting, card: Mapping[str, Any]) -> str:
    if meeting.state == "open":
        return "live"
    if meeting.state in ("planned", "postponed"):
        return "coming"
    if meeting.state == "closed" and card["binds_me"] and card["recorded"] is None:
        return "to_record"
    return "past"
