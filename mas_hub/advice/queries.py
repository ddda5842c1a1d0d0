"""Reads of whom to ask. It names staff in their work, and nothing of any case: whoever signs in reads it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.advice.models import SafeguardingContact
from mas_hub.advice.rules import ROLES, is_old
from mas_hub.identity.labels import agency_label
from mas_hub.identity.models import Agency
from mas_hub.meetings.models import Invitation

Json = dict[str, Any]


def contact_view(contact: SafeguardingContact) -> Json:
    return {
        "id": contact.id,
        "version": contact.version,
        "agency_id": contact.agency_id,
        "role": contact.role,
        "role_name": contact.role_name,
        "name": contact.name,
        "telephone": contact.telephone,
        "email": contact.email,
        "hours": contact.hours,
        "as_of": contact.as_of.isoformat(),
        "old": is_old(contact.as_of, clock.today()),
    }


def list_advice(session: Session, meeting_id: int | None = None) -> list[Json]:
    """Every active agency, or those invited to the meeting, with the professionals it names, in the order of roles."""
    agencies = select(Agency).where(Agency.active)
    if meeting_id is not None:
        invited = select(Invitation.agency_id).where(Invitation.meeting_id == meeting_id)
        agencies = agencies.where(Agency.id.in_(invited))
    named: dict[int, list[SafeguardingContact]] = {}
    for contact in session.scalars(select(SafeguardingContact).order_by(SafeguardingContact.id)):
        named.setdefault(contact.agency_id, []).append(contact)
    return [
        {
            "agency": agency_label(agency),
            "contacts": [contact_view(each) for each in _in_order(named.get(agency.id, []))],
        }
        for agency in session.scalars(agencies.order_by(Agency.id))
    ]


def _in_order(contacts: Sequence[SafeguardingContact]) -> list[SafeguardingContact]:
    return sorted(contacts, key=lambda each: (ROLES.index(each.role), each.name.casefold(), each.id))
