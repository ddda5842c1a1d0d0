"""Seating a guest, planned or on the day, making and withdrawing their link, coming in by it. All of it is audited."""

import secrets
from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor, MeetingActor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.errors import Conflict
from mas_hub.identity.guests import add_guest, begin_guest_session, end_guest_sessions, retire_guest
from mas_hub.identity.models import Agency, Person
from mas_hub.identity.queries import token_hash
from mas_hub.identity.sessions import end_sessions_of
from mas_hub.joining.models import JoiningLink
from mas_hub.joining.queries import get_guest_s_seat, get_link, state_of
from mas_hub.joining.rules import check_guest_s_agency, check_is_somebody_else, check_link_works, check_not_early
from mas_hub.joining.schemas import SeatGuest
from mas_hub.meeting_log import append
from mas_hub.meetings.acts import act
from mas_hub.meetings.closing import closing_step
from mas_hub.meetings.models import Meeting, Seat
from mas_hub.meetings.queries import find_invitation, get_meeting, hold
from mas_hub.meetings.views import seat_facts, seat_view


def seat_guest_in_plan(
    session: Session, actor: MeetingActor, *, name: str, job: str, agency_id: int, role: str
) -> Seat:
    """Somebody without an account, who speaks for, or comes from, an agency in the directory."""
    _in_state(session, actor, "planned")
    return _give_seat(session, actor, agency_id, name=name, job=job, role=role, asked="agency_id")


@act(SeatGuest, Can.CHAIR)
def seat_guest(session: Session, actor: MeetingActor, *, name: str, job: str, agency: int, role: str) -> None:
    """As `seat_guest_in_plan`, while the meeting is open.

    Whoever comes by the seat's link and accepts the ground rules sees what the table shared, also before they came.
    """
    seat = _give_seat(session, actor, agency, name=name, job=job, role=role, asked="agency")
    seat.facts = seat_facts(session, seat)
    append(session, actor, "guest_seated", seat_view(session, seat))


def unseat_guest(session: Session, actor: MeetingActor, seat_id: int) -> None:
    """While the meeting is planned; later a seat is taken away on the board, on the record."""
    meeting = _in_state(session, actor, "planned")
    seat = get_guest_s_seat(session, meeting.id, seat_id)
    session.execute(delete(JoiningLink).where(JoiningLink.seat_id == seat.id))
    session.delete(seat)
    session.flush()
    retire_guest(session, seat.person_id)
    record(session, actor, "guest_unseated", meeting_id=meeting.id, seat_id=seat_id)


def make_joining_link(session: Session, actor: MeetingActor, seat_id: int) -> str:
    """A new link's token, which is told only here.

    The seat's earlier links no longer work; whoever came in by one stays in until this one is used.
    """
    meeting = _in_state(session, actor, "planned", "open", "postponed")
    seat = get_guest_s_seat(session, meeting.id, seat_id)
    _check_agency_is_here(session, seat)
    if meeting.scheduled_at is None:
        raise Conflict("meeting_has_no_time")
    _withdraw(session, seat)
    token = secrets.token_urlsafe(32)
    session.add(
        JoiningLink(
            meeting_id=meeting.id,
            seat_id=seat.id,
            token_hash=token_hash(token),
            made_by=actor.person_id,
            made_at=clock.now(),
        )
    )
    session.flush()
    record(session, actor, "joining_link_made", meeting_id=meeting.id, seat_id=seat.id)
    return token


def withdraw_joining_link(session: Session, actor: MeetingActor, seat_id: int) -> None:
    """It no longer works, and whoever came in by it is out at once. Their seat stays: another link can be made."""
    meeting = _in_state(session, actor, "planned", "open", "postponed")
    seat = get_guest_s_seat(session, meeting.id, seat_id)
    _withdraw(session, seat, used_too=True)
    end_sessions_of(session, seat.person_id)
    record(session, actor, "joining_link_withdrawn", meeting_id=meeting.id, seat_id=seat.id)


def look_at_link(session: Session, token: str) -> tuple[Meeting, Seat]:
    """What the link leads to, when it works. Looking does not use it."""
    link = get_link(session, token)
    return _follow(session, link)


def join_by_link(session: Session, token: str, *, language: str) -> tuple[str, int]:
    """A guest's session token and their meeting's id. The link is used up."""
    link = get_link(session, token)
    hold(session, link.meeting_id)
    session.refresh(link)  # of two who come at once, one comes in
    meeting, seat = _follow(session, link)
    if meeting.scheduled_at is not None:
        check_not_early(meeting.scheduled_at, meeting.state, clock.now())
    link.used_at = clock.now()
    end_sessions_of(session, seat.person_id)
    own, session_id = begin_guest_session(session, seat.person_id, meeting.id, language=language)
    guest = Actor(seat.person_id, seat.agency_id, session_id=session_id, guest_of=meeting.id)
    record(session, guest, "guest_joined", meeting_id=meeting.id, seat_id=seat.id, session_id=session_id)
    return own, meeting.id


@closing_step
def see_guests_out(session: Session, actor: MeetingActor) -> None:
    """A guest's way in ends with the meeting."""
    end_guest_sessions(session, actor.meeting.id)


def _follow(session: Session, link: JoiningLink) -> tuple[Meeting, Seat]:
    meeting, seat = get_meeting(session, link.meeting_id), session.get(Seat, link.seat_id)
    if seat is None or seat.removed:
        raise Conflict("link_withdrawn")
    _check_agency_is_here(session, seat)
    check_link_works(state_of(link, meeting), meeting.state)
    return meeting, seat


def _check_agency_is_here(session: Session, seat: Seat) -> None:
    """Of an agency that has left no guest comes in, so a link would be used up for nothing."""
    if not session.get_one(Agency, seat.agency_id).active:
        raise Conflict("guest_s_agency_left")


def _give_seat(
    session: Session, actor: MeetingActor, agency_id: int, *, name: str, job: str, role: str, asked: str
) -> Seat:
    meeting_id = actor.meeting.id
    agency = session.get(Agency, agency_id)
    invited = find_invitation(session, meeting_id, agency_id) is not None
    check_guest_s_agency(role, known=agency is not None and agency.active, invited=invited, asked=asked)
    check_is_somebody_else(name, _seated_from(session, meeting_id, agency_id))
    guest = add_guest(session, agency_id=agency_id, name=name, job=job)
    seat = Seat(meeting_id=meeting_id, person_id=guest.id, agency_id=agency_id, role=role)
    session.add(seat)
    session.flush()
    record(session, actor, "guest_seated", meeting_id=meeting_id, seat_id=seat.id)
    return seat


def _seated_from(session: Session, meeting_id: int, agency_id: int) -> Sequence[str]:
    names = select(Person.name).join(Seat, Seat.person_id == Person.id)
    of_agency = Seat.meeting_id == meeting_id, Seat.agency_id == agency_id, Seat.removed.is_(False)
    return session.scalars(names.where(*of_agency)).all()


def _in_state(session: Session, actor: MeetingActor, *states: str) -> Meeting:
    require(actor, Can.CHAIR)
    hold(session, actor.meeting.id)
    meeting = get_meeting(session, actor.meeting.id)
    if meeting.state not in states:
        raise Conflict(f"meeting_is_{meeting.state}")
    return meeting


def _withdraw(session: Session, seat: Seat, *, used_too: bool = False) -> None:
    which = JoiningLink.seat_id == seat.id, JoiningLink.withdrawn_at.is_(None)
    unused = () if used_too else (JoiningLink.used_at.is_(None),)
    session.execute(update(JoiningLink).where(*which, *unused).values(withdrawn_at=clock.now()))
