"""Who was at the table when the case last met, so that the next plan can begin with them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.identity.models import Agency, Person
from mas_hub.meetings.models import Invitation, Meeting, Seat


def find_table_before(session: Session, meeting: Meeting) -> dict[str, Any] | None:
    """Of the last closed meeting on this case that the same person chaired: whom it invited and seated, as far as they
    can be invited and seated today. Guests are not among them: theirs was that one meeting."""
    earlier = select(Meeting.id).where(
        Meeting.case_id == meeting.case_id,
        Meeting.id != meeting.id,
        Meeting.state == "closed",
        Meeting.facilitator_id == meeting.facilitator_id,
    )
    last = session.scalar(earlier.order_by(Meeting.closed_at.desc(), Meeting.id.desc()).limit(1))
    if last is None:
        return None
    seats = session.execute(
        select(Seat.person_id, Seat.agency_id, Seat.role)
        .join(Person, Person.id == Seat.person_id)
        .join(Agency, Agency.id == Seat.agency_id)
        .where(
            Seat.meeting_id == last,
            Seat.removed.is_(False),
            Seat.person_id != meeting.facilitator_id,
            Person.active,
            Agency.active,
            Person.guest.is_(False),
            Person.agency_id == Seat.agency_id,
        )
        .order_by(Seat.id)
    ).all()
    agencies = session.scalars(
        select(Invitation.agency_id)
        .join(Agency, Agency.id == Invitation.agency_id)
        .where(Invitation.meeting_id == last, Agency.active)
        .order_by(Invitation.id)
    ).all()

    def people(role: str, agency_id: int | None = None) -> list[int]:
        return [seat.person_id for seat in seats if seat.role == role and agency_id in (None, seat.agency_id)]

    return {
        "invited": [
            {
                "agency_id": each,
                "representatives": people("representative", each),
                "recorders": people("recorder", each),
            }
            for each in agencies
        ],
        "advisers": people("adviser"),
        "observers": people("observer"),
    }
