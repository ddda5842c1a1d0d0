"""Which of the agencies and people of a meeting are still in the partnership (docs/decisions/0062)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mas_hub.identity.labels import agency_label
from mas_hub.identity.models import Agency, Person
from mas_hub.identity.queries import get_agency, roles_in_force
from mas_hub.meetings.models import Invitation, Seat


class Left(NamedTuple):
    """Of those in a plan, who has left since: agencies that were invited, people whom the plan itself seats.

    A guest is not among them: once their agency has left, their link no longer lets them in.
    """

    agencies: Sequence[Agency]
    people: Sequence[Person]

    def view(self) -> dict[str, Any]:
        return {
            "agencies": [agency_label(each) for each in self.agencies],
            "people": [
                {"id": each.id, "name": each.name, "job": each.job, "agency_id": each.agency_id} for each in self.people
            ],
        }


def who_left(session: Session, meeting_id: int) -> Left:
    agencies = select(Agency).join(Invitation, Invitation.agency_id == Agency.id)
    people = select(Person).join(Seat, Seat.person_id == Person.id).join(Agency, Agency.id == Person.agency_id)
    people = people.where(Seat.meeting_id == meeting_id, Person.guest.is_(False))
    gone = or_(Person.active.is_(False), Agency.active.is_(False))
    return Left(
        session.scalars(
            agencies.where(Invitation.meeting_id == meeting_id, Agency.active.is_(False)).order_by(Agency.id)
        ).all(),
        session.scalars(people.where(gone).order_by(Person.id)).all(),
    )


def list_agencies_that_left(session: Session, meeting_id: int) -> set[int]:
    """The ids of those invited that are in it no more: they record what was, and are given nothing to do."""
    left = select(Agency.id).join(Invitation, Invitation.agency_id == Agency.id)
    return set(session.scalars(left.where(Invitation.meeting_id == meeting_id, Agency.active.is_(False))))


def takes_part(session: Session, person: Person) -> bool:
    """Whether they come to open meetings: of an agency that has left those who keep its records do not either."""
    return person.active and get_agency(session, person.agency_id).active


def may_facilitate(session: Session, person: Person) -> bool:
    return takes_part(session, person) and "facilitator" in roles_in_force(session, person)
