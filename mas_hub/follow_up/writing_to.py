"""Telling an agency by e-mail that something waits for it. Not what, not of whom: no case content leaves this way."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.identity.models import Agency, Person, PersonRole
from mas_hub.mail import is_on, link, queue_mail

TEMPLATE = "waiting"


def tell_agency(session: Session, agency_id: int) -> int:
    """To each of its recorders in their language or, failing them, to its contact address. How many were written to.

    Nobody of an agency that has left the partnership is: what is left is in its inbox, where its recorder finds it."""
    if not is_on() or not session.get_one(Agency, agency_id).active:
        return 0
    return sum(
        queue_mail(session, address, TEMPLATE, language, link=link("/inbox"))
        for address, language in _readers(session, agency_id)
    )


def _readers(session: Session, agency_id: int) -> Sequence[tuple[str, str]]:
    recorders = session.execute(
        select(Person.email, Person.language)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(Person.agency_id == agency_id, Person.active, PersonRole.role == "recorder")
        .order_by(Person.id)
    ).all()
    if recorders:
        return [(email, language) for email, language in recorders]
    agency = session.get_one(Agency, agency_id)
    return [(agency.contact_address, "en")] if agency.contact_address else []
