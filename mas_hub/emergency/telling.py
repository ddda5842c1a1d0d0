"""Telling by e-mail that a record was opened in an emergency. Not whose, and not why: that is on the pages."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.identity.models import Agency, Person, PersonRole
from mas_hub.mail import is_on, link, queue_mail
from mas_hub.mail.rules import can_be_addressed
from mas_hub.meetings.models import Invitation, Meeting

TEMPLATE = "emergency"


def tell_everybody(session: Session, meeting: Meeting) -> int:
    """Every invited agency, present or absent, at its contact address or, failing that, its recorders'; and the chair.

    An address that nothing can be sent to holds nothing up: home and the record tell all the same. How many were told.
    """
    if not is_on():
        return 0
    invited = session.scalars(
        select(Agency).join(Invitation, Invitation.agency_id == Agency.id).where(Invitation.meeting_id == meeting.id)
    ).all()
    chair = session.get_one(Person, meeting.facilitator_id)
    to = {chair.email: chair.language}
    for agency in invited:
        to |= _readers(session, agency)
    usable = {address: language for address, language in to.items() if can_be_addressed(address)}
    for address, language in usable.items():
        queue_mail(session, address, TEMPLATE, language, link=link("/"))
    return len(usable)


def _readers(session: Session, agency: Agency) -> dict[str, str]:
    if agency.contact_address:
        return {agency.contact_address: "en"}
    recorders = session.execute(
        select(Person.email, Person.language)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(Person.agency_id == agency.id, Person.active, PersonRole.role == "recorder")
    )
    return {row.email: row.language for row in recorders}
