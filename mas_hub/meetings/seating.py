"""Who is at the table can change on the day: an agency is invited late, somebody is seated, a seat is taken away."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.access.permissions import Can
from mas_hub.db.versions import check_version
from mas_hub.errors import Conflict, Invalid
from mas_hub.identity.models import Agency, Person
from mas_hub.meeting_log import append
from mas_hub.meetings.acts import act
from mas_hub.meetings.models import Invitation, Seat
from mas_hub.meetings.opening import come_to_the_table
from mas_hub.meetings.partners import takes_part
from mas_hub.meetings.queries import find_invitation
from mas_hub.meetings.rules import check_seat_can_go, check_speaks_for_invited
from mas_hub.meetings.seating_schemas import InviteAgency, RemoveSeat, SeatPerson
from mas_hub.meetings.subjects import get_row
from mas_hub.meetings.turnover import seats_changed
from mas_hub.meetings.views import invitation_facts, invitation_view, seat_facts, seat_view


@act(InviteAgency, Can.CHAIR)
def invite_agency(session: Session, actor: MeetingActor, *, agency: int) -> None:
    """From now on it has the duty to record and its export, like the agencies that were invited before (S1)."""
    invited = session.get(Agency, agency)
    if invited is None or not invited.active:
        raise Invalid("check_your_answers", fields={"agency": "unknown_agency"})
    if find_invitation(session, actor.meeting.id, agency) is not None:
        raise Conflict("agency_already_invited")
    invitation = Invitation(meeting_id=actor.meeting.id, agency_id=agency)
    session.add(invitation)
    session.flush()
    invitation.facts = invitation_facts(session, invitation)
    append(session, actor, "agency_invited", invitation_view(session, invitation))
    come_to_the_table(session, actor, invitation)


@act(SeatPerson, Can.CHAIR)
def seat_person(session: Session, actor: MeetingActor, *, person: int, role: str) -> None:
    """Also as the stand-in of somebody who cannot come. They accept the ground rules before they see the board."""
    coming = session.get(Person, person)
    seat = session.scalar(select(Seat).where(Seat.meeting_id == actor.meeting.id, Seat.person_id == person))
    if (
        coming is None or not takes_part(session, coming) or coming.guest
    ):  # a guest's seat comes with a link (`joining`)
        raise Invalid("check_your_answers", fields={"person": "unknown_person"})
    invited = find_invitation(session, actor.meeting.id, coming.agency_id) is not None
    check_speaks_for_invited(role, invited=invited)
    if seat is None:
        seat = Seat(meeting_id=actor.meeting.id, person_id=person, agency_id=coming.agency_id, role=role)
        session.add(seat)
        session.flush()
    elif not seat.removed:
        raise Conflict("already_seated")
    else:
        seat.agency_id, seat.role = coming.agency_id, role
        seat.removed, seat.removed_because = False, ""
        seat.ground_rules_version, seat.ground_rules_accepted_at = None, None
        seat.version += 1
    seat.facts = seat_facts(session, seat)
    append(session, actor, "seat_taken", seat_view(session, seat))


@act(RemoveSeat, Can.CHAIR)
def remove_seat(session: Session, actor: MeetingActor, *, of: int, version: int, reason: str) -> None:
    """Whoever sat there is out at once, and told why. What their agency put on the board stays."""
    seat = get_row(session, actor, Seat, of)
    check_seat_can_go(role=seat.role, removed=seat.removed)
    check_version(seat, version, lambda seat: seat_view(session, seat))
    seat.removed, seat.removed_because = True, reason
    seat.version += 1
    append(session, actor, "seat_removed", seat_view(session, seat))
    seats_changed(session, actor.meeting.id)
