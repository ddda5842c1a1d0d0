"""Planning: a draft that is saved as one goes, until the meeting is opened."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.cases.models import Case
from mas_hub.cases.queries import case_view, get_case
from mas_hub.db import locked
from mas_hub.db.versions import check_version, revise
from mas_hub.errors import Conflict, Invalid, NotFound
from mas_hub.identity.models import Agency, Person
from mas_hub.local_practice.templates import get_template, version_to_plan_with
from mas_hub.meetings.models import Invitation, Meeting, Seat
from mas_hub.meetings.partners import may_facilitate, takes_part, who_left
from mas_hub.meetings.queries import deleted, get_meeting, hold, list_invitations, list_seats
from mas_hub.meetings.rules import check_deputy, check_guests_keep_their_agency, check_seated_once, still_needed


class InvitedAgencyPlan(TypedDict):
    agency_id: int
    representatives: Sequence[int]
    recorders: Sequence[int]


def plan_meeting(session: Session, actor: Actor, *, case_id: int) -> Meeting:
    """Begin a plan on a case of the actor's own. Whoever plans a meeting chairs it."""
    require(actor, Can.PLAN_MEETINGS)
    locked(session, Case, case_id)  # which may be being deleted
    case = get_case(session, actor, case_id)
    meeting = Meeting(case_id=case.id, facilitator_id=actor.person_id, criteria=[])
    session.add(meeting)
    session.flush()
    session.add(Seat(meeting_id=meeting.id, person_id=actor.person_id, agency_id=actor.agency_id, role="facilitator"))
    session.flush()
    record(session, actor, "meeting_planned", meeting_id=meeting.id)
    return meeting


def get_planned(session: Session, actor: Actor, meeting_id: int) -> Meeting:
    """A meeting of which the actor is the facilitator; another facilitator's is not found."""
    require(actor, Can.PLAN_MEETINGS)
    meeting = get_meeting(session, meeting_id)
    if meeting.facilitator_id != actor.person_id:
        raise NotFound
    if meeting.state == "purged":
        raise deleted(session, meeting_id)
    return meeting


def save_plan(
    session: Session,
    actor: Actor,
    meeting_id: int,
    *,
    version: int,
    scheduled_at: datetime | None,
    invited: Sequence[InvitedAgencyPlan],
    advisers: Sequence[int],
    observers: Sequence[int],
    deputy_id: int | None = None,
    **details: Any,
) -> Meeting:
    """Replace the whole plan. `details` are the meeting's own columns (see schemas.Plan)."""
    hold(session, meeting_id)
    meeting = get_planned(session, actor, meeting_id)
    if meeting.state != "planned":
        raise Conflict(f"meeting_is_{meeting.state}")
    check_version(meeting, version, lambda meeting: plan_view(session, actor, meeting))
    planned, deputy_before = (meeting.template, meeting.template_version), meeting.deputy_id
    meeting.template_version = version_to_plan_with(session, details["template"], planned=planned)
    revise(meeting, {**details, "scheduled_at": scheduled_at, "deputy_id": deputy_id})
    seated = _seat(session, actor, meeting, invited, advisers, observers)
    check_deputy(
        deputy_id,
        seated=[person.id for person in seated],
        may_be=[person.id for person in seated if _may_be_deputy(session, person, deputy_before)],
    )
    _invite(session, meeting, [each["agency_id"] for each in invited])
    session.flush()
    record(session, actor, "plan_saved", meeting_id=meeting.id)
    return meeting


def needed_for(session: Session, meeting: Meeting) -> list[str]:
    """What the plan still lacks before the meeting can be opened."""
    left = who_left(session, meeting.id)
    gone, agencies = {person.id for person in left.people}, {agency.id for agency in left.agencies}
    speaking = [seat for seat in list_seats(session, meeting.id) if seat.role == "representative"]
    return still_needed(
        criteria=meeting.criteria,
        criteria_other=meeting.criteria_other,
        scheduled=meeting.scheduled_at is not None,
        invited=len(list_invitations(session, meeting.id)) - len(left.agencies),
        representatives=sum(seat.person_id not in gone and seat.agency_id not in agencies for seat in speaking),
        left=any(left),
    )


def plan_view(session: Session, actor: Actor, meeting: Meeting) -> dict[str, Any]:
    seats = _planned_seats(session, meeting.id)

    def people(role: str, agency_id: int | None = None) -> list[int]:
        return [seat.person_id for seat in seats if seat.role == role and agency_id in (None, seat.agency_id)]

    facilitator = session.get_one(Person, meeting.facilitator_id)
    version = meeting.template_version
    own = get_template(session, meeting.template, version) if version is not None else None
    return {
        "meeting_id": meeting.id,
        "version": meeting.version,
        "state": meeting.state,
        "case": case_view(get_case(session, actor, meeting.case_id)),
        "purpose": meeting.purpose,
        "criteria": meeting.criteria,
        "criteria_other": meeting.criteria_other,
        "scheduled_at": meeting.scheduled_at.astimezone(clock.LOCAL).isoformat() if meeting.scheduled_at else None,
        "planned_minutes": meeting.planned_minutes,
        "session_model": meeting.session_model,
        "template": meeting.template,
        **({"own_template": own.as_json()} if own is not None else {}),
        "information_shared": meeting.information_shared,
        "lawful_basis": meeting.lawful_basis,
        "lawful_basis_note": meeting.lawful_basis_note,
        "invited": [
            {
                "agency_id": invitation.agency_id,
                "representatives": people("representative", invitation.agency_id),
                "recorders": people("recorder", invitation.agency_id),
            }
            for invitation in list_invitations(session, meeting.id)
        ],
        "advisers": people("adviser"),
        "observers": people("observer"),
        "deputy_id": meeting.deputy_id,
        "left": who_left(session, meeting.id).view(),
        "needed": needed_for(session, meeting),
        "facilitator": {"person_id": facilitator.id, "name": facilitator.name},
    }


def _planned_seats(session: Session, meeting_id: int) -> list[Seat]:
    """The seats that the plan itself gives; a guest's is given, and taken away, with their link (`joining`)."""
    people = select(Seat).join(Person, Person.id == Seat.person_id)
    return list(session.scalars(people.where(Seat.meeting_id == meeting_id, Person.guest.is_(False)).order_by(Seat.id)))


def _spoken_for_by_guests(session: Session, meeting_id: int) -> set[int]:
    guests = select(Seat.agency_id).join(Person, Person.id == Seat.person_id)
    speaking = guests.where(Seat.meeting_id == meeting_id, Person.guest, Seat.role == "representative")
    return set(session.scalars(speaking))


def _invite(session: Session, meeting: Meeting, agency_ids: Sequence[int]) -> None:
    if len(set(agency_ids)) != len(agency_ids):
        raise Invalid("invited_twice")
    kept = {invitation.agency_id: invitation for invitation in list_invitations(session, meeting.id)}
    here = or_(Agency.active, Agency.id.in_(kept))  # one that has left since stays until it is taken off the plan
    known = set(session.scalars(select(Agency.id).where(Agency.id.in_(agency_ids), here)))
    if known != set(agency_ids):
        raise Invalid("check_your_answers", fields={"invited": "unknown_agency"})
    check_guests_keep_their_agency(_spoken_for_by_guests(session, meeting.id), known)
    for agency_id, invitation in kept.items():
        if agency_id not in known:
            session.delete(invitation)
    for agency_id in agency_ids:
        if agency_id not in kept:
            session.add(Invitation(meeting_id=meeting.id, agency_id=agency_id))
            session.flush()


def _seat(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    invited: Sequence[InvitedAgencyPlan],
    advisers: Iterable[int],
    observers: Iterable[int],
) -> list[Person]:
    """Whom the plan seats now, beside the chair."""
    wanted: list[tuple[int, str, int | None]] = [(actor.person_id, "facilitator", None)]
    for agency in invited:
        wanted += [(person, "representative", agency["agency_id"]) for person in agency["representatives"]]
        wanted += [(person, "recorder", agency["agency_id"]) for person in agency["recorders"]]
    wanted += [(person, "adviser", None) for person in advisers]
    wanted += [(person, "observer", None) for person in observers]
    check_seated_once([person for person, _, _ in wanted])
    seats = {seat.person_id: seat for seat in _planned_seats(session, meeting.id)}
    chosen = select(Person).where(Person.id.in_([person for person, _, _ in wanted]), Person.guest.is_(False))
    people = {
        person.id: person
        for person in session.scalars(chosen)
        if person.id in seats or takes_part(session, person)  # who has left since stays until taken off the plan
    }
    for person_id in seats.keys() - {person for person, _, _ in wanted}:
        session.delete(seats[person_id])
    session.flush()
    for person_id, role, agency_id in wanted:
        person = people.get(person_id)
        if person is None or agency_id not in (None, person.agency_id):
            raise Invalid("check_your_answers", fields={"invited": "not_of_that_agency"})
        seat = seats.get(person_id)
        if seat is None:
            session.add(Seat(meeting_id=meeting.id, person_id=person_id, agency_id=person.agency_id, role=role))
            session.flush()
        else:
            seat.role, seat.agency_id = role, person.agency_id
    return [person for person in people.values() if person.id != actor.person_id]


def _may_be_deputy(session: Session, person: Person, deputy_before: int | None) -> bool:
    """A deputy who has left since stays, as their seat does, until taken off the plan."""
    return may_facilitate(session, person) or (person.id == deputy_before and not takes_part(session, person))
