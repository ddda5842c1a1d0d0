"""Listing an agency's safeguarding professionals, by whoever keeps what else is known of agencies."""

from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.advice.models import SafeguardingContact
from mas_hub.advice.queries import contact_view
from mas_hub.advice.rules import check_contact
from mas_hub.audit.actions import record
from mas_hub.db import get_locked
from mas_hub.db.versions import check_version, revise
from mas_hub.identity.queries import get_agency


def list_contact(session: Session, actor: Actor, agency_id: int, **said: Any) -> SafeguardingContact:
    require(actor, Can.MANAGE_IDENTITY)
    get_agency(session, agency_id)
    contact = SafeguardingContact(agency_id=agency_id, version=0)
    _write(session, actor, contact, said)
    return contact


def change_contact(session: Session, actor: Actor, contact_id: int, *, version: int, **said: Any) -> None:
    require(actor, Can.MANAGE_IDENTITY)
    _write(session, actor, _as_it_was(session, contact_id, version), said)


def remove_contact(session: Session, actor: Actor, contact_id: int, *, version: int) -> None:
    """Who has left is not kept: it names a person, and what is listed is what holds."""
    require(actor, Can.MANAGE_IDENTITY)
    contact = _as_it_was(session, contact_id, version)
    session.delete(contact)
    session.flush()
    record(session, actor, "advice_kept", of_agency=contact.agency_id)


def _as_it_was(session: Session, contact_id: int, version: int) -> SafeguardingContact:
    """Unless somebody else has changed it since."""
    contact = get_locked(session, SafeguardingContact, contact_id)
    check_version(contact, version, contact_view)
    return contact


def _write(session: Session, actor: Actor, contact: SafeguardingContact, said: dict[str, Any]) -> None:
    checked = ("role", "role_name", "telephone", "email", "as_of")
    check_contact(**{name: said[name] for name in checked}, today=clock.today())
    revise(contact, said)
    contact.changed_by, contact.changed_at = actor.person_id, clock.now()
    session.add(contact)
    session.flush()
    record(session, actor, "advice_kept", of_agency=contact.agency_id)
