"""Reads of guests and their links."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.errors import NotFound
from mas_hub.identity.models import Agency, Person
from mas_hub.identity.queries import get_partnership, token_hash
from mas_hub.joining.models import JoiningLink
from mas_hub.joining.rules import link_state, works_from, works_until
from mas_hub.meetings.models import Meeting, Seat


def get_link(session: Session, token: str) -> JoiningLink:
    link = session.scalar(select(JoiningLink).where(JoiningLink.token_hash == token_hash(token)))
    if link is None:
        raise NotFound("link_unknown")
    return link


def get_guest_s_seat(session: Session, meeting_id: int, seat_id: int) -> Seat:
    """The seat of a guest of this meeting; anybody else's is as absent as one that never was."""
    guests = select(Seat).join(Person, Person.id == Seat.person_id).where(Person.guest)
    seat = session.scalar(guests.where(Seat.id == seat_id, Seat.meeting_id == meeting_id, Seat.removed.is_(False)))
    if seat is None:
        raise NotFound("no_such_guest")
    return seat


def last_link(session: Session, seat_id: int) -> JoiningLink | None:
    return session.scalar(select(JoiningLink).where(JoiningLink.seat_id == seat_id).order_by(JoiningLink.id.desc()))


def state_of(link: JoiningLink, meeting: Meeting) -> str:
    if meeting.scheduled_at is None:
        return "expired"
    until = works_until(meeting.scheduled_at, meeting.planned_minutes, link.made_at)
    used, withdrawn = link.used_at is not None, link.withdrawn_at is not None
    return link_state(used=used, withdrawn=withdrawn, until=until, now=clock.now())


def guests_view(session: Session, meeting: Meeting) -> dict[str, Any]:
    """For the chair: the guests with a seat and how far their links are. No link is ever shown again."""
    rows = session.execute(
        select(Seat, Person)
        .join(Person, Person.id == Seat.person_id)
        .where(Seat.meeting_id == meeting.id, Person.guest, Seat.removed.is_(False))
        .order_by(Seat.id)
    )
    return {"guests": [_guest(session, meeting, seat, person) for seat, person in rows]}


def _guest(session: Session, meeting: Meeting, seat: Seat, person: Person) -> dict[str, Any]:
    link = last_link(session, seat.id)
    ready = link is not None and meeting.scheduled_at is not None
    return {
        "seat_id": seat.id,
        "name": person.name,
        "job": person.job,
        "agency_id": seat.agency_id,
        "role": seat.role,
        "link": state_of(link, meeting) if link is not None else "none",
        "until": clock.iso(works_until(meeting.scheduled_at, meeting.planned_minutes, link.made_at))
        if ready and meeting.scheduled_at is not None and link is not None
        else None,
        "used_at": clock.iso(link.used_at) if link is not None else None,
    }


def invitation_of_link(session: Session, meeting: Meeting, seat: Seat) -> dict[str, Any]:
    """What whoever holds the link sees before they come in: who asks whom to what, and nothing of the case."""
    guest = session.get_one(Person, seat.person_id)
    chair = session.get_one(Person, meeting.facilitator_id)
    agency = session.get_one(Agency, seat.agency_id)
    return {
        "partnership": get_partnership(session).name,
        "chair": {"name": chair.name, "job": chair.job},
        "guest": {"name": guest.name, "job": guest.job, "role": seat.role, "agency": agency.name},
        "scheduled_at": clock.iso(meeting.scheduled_at),
        "planned_minutes": meeting.planned_minutes,
        "state": meeting.state,
        "from": clock.iso(works_from(meeting.scheduled_at)) if meeting.scheduled_at else None,
    }
