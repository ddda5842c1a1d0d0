"""Telling by e-mail that a record was opened in an emergency. Not whose, and not why: that is on the pages."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.access.permissions import OVER
from mas_hub.identity.models import Agency, Person, PersonRole
from mas_hub.mail import is_on, link, queue_mail
from mas_hub.mail.rules import can_be_addressed
from mas_hub.meetings.models import Invitation, Meeting
from mas_hub.meetings.partners import takes_part

TEMPLATE = "emergency"


def list_told(session: Session, meeting: Meeting) -> Sequence[Agency]:
    """Every invited agency, present or absent; one that has left the partnership of a record that is closed alone."""
    invited = session.scalars(
        select(Agency)
        .join(Invitation, Invitation.agency_id == Agency.id)
        .where(Invitation.meeting_id == meeting.id)
        .order_by(Agency.id)
    )
    return [agency for agency in invited if agency.active or meeting.state in OVER]


def tell_everybody(session: Session, meeting: Meeting, told: Sequence[Agency]) -> int:
    """Those agencies, at their contact address or, failing that, their recorders'; and the chair.

    An address that nothing can be sent to holds nothing up: home and the record tell all the same. How many were told.
    """
    if not is_on():
        return 0
    chair = session.get_one(Person, meeting.facilitator_id)
    to = {chair.email: chair.language} if takes_part(session, chair) else {}
    for agency in told:
        to |= _readers(session, agency)
    usable = {address: language for address, language in to.items() if can_be_addressed(address)}
    for address, language in usable.items():
        queue_mail(session, address, TEMPLATE, language, link=link("/"))
    return len(usable)


def _readers(session: Session, agency: Agency) -> dict[str, str]:
    """Of an agency that has left its recorders alone: nobody else of it could come in to read who it was."""
    if agency.contact_address and agency.active:
        return {agency.contact_address: "en"}
    recorders = session.execute(
        select(Person.email, Person.language)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(Person.agency_id == agency.id, Person.active, PersonRole.role == "recorder")
    )
    return {row.email: row.language for row in recorders}
