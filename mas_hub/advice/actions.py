"""Listing an agency's safeguarding professionals, by whoever keeps what else is known of agencies."""

from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.advice.models import SafeguardingContact
from mas_hub.advice.queries import contact_view, get_contact
from mas_hub.advice.rules import check_contact
from mas_hub.audit.actions import record
from mas_hub.db import locked
from mas_hub.errors import Conflict, NotFound
from mas_hub.identity.queries import get_agency


def list_contact(session: Session, actor: Actor, agency_id: int, **said: Any) -> SafeguardingContact:
    require(actor, Can.MANAGE_IDENTITY)
    get_agency(session, agency_id)
    contact = SafeguardingContact(agency_id=agency_id, version=0)
    _write(session, actor, contact, said)
    return contact


def change_contact(session: Session, actor: Actor, contact_id: int, *, version: int, **said: Any) -> None:
    require(actor, Can.MANAGE_IDENTITY)
    contact = locked(session, SafeguardingContact, contact_id)
    if contact is None:
        raise NotFound
    if contact.version != version:
        raise Conflict("stale", current=contact_view(contact))
    _write(session, actor, contact, said)


def remove_contact(session: Session, actor: Actor, contact_id: int) -> None:
    """Who has left is not kept: it names a person, and what is listed is what holds."""
    require(actor, Can.MANAGE_IDENTITY)
    contact = get_contact(session, contact_id)
    session.delete(contact)
    record(session, actor, "advice_kept", of_agency=contact.agency_id)


def _write(session: Session, actor: Actor, contact: SafeguardingContact, said: dict[str, Any]) -> None:
    checked = ("role", "role_name", "telephone", "email", "as_of")
    check_contact(**{name: said[name] for name in checked}, today=clock.today())
    for name, value in said.items():
        setattr(contact, name, value)
    contact.version += 1
    contact.changed_by, contact.changed_at = actor.person_id, clock.now()
    session.add(contact)
    session.flush()
    record(session, actor, "advice_kept", of_agency=contact.agency_id)
