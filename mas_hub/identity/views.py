"""Agencies and people as pages have them, the directory, and who is signed in."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor
from mas_hub.identity.models import Agency, Partnership, Person, Provider
from mas_hub.identity.queries import factors_of, find_partnership, get_agency, get_person, list_active
from mas_hub.mail import is_on
from mas_hub.practice.profile import profile


def agency_view(agency: Agency) -> dict[str, Any]:
    return {
        "id": agency.id,
        "version": agency.version,
        "key": agency.key,
        "sector": agency.sector,
        "name": agency.name,
        "code": agency.code,
        "colour": agency.colour,
        "record_system": agency.record_system,
        "contact_address": agency.contact_address,
        "support_signposts": agency.support_signposts,
        "active": agency.active,
    }


def person_view(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "version": person.version,
        "name": person.name,
        "job": person.job,
        "email": person.email,
        "language": person.language,
        "agency_id": person.agency_id,
        "roles": person.roles,
        "active": person.active,
    }


def directory_view(session: Session) -> dict[str, Any]:
    """Whom a facilitator can invite, and in which language they read; no e-mail addresses."""
    agencies, people = list_active(session)
    return {
        "agencies": [
            {key: agency_view(agency)[key] for key in ("id", "name", "code", "colour", "sector")} for agency in agencies
        ],
        "people": [
            {key: person_view(person)[key] for key in ("id", "name", "job", "agency_id", "roles", "language")}
            for person in people
        ],
    }


def signed_in_view(session: Session, actor: Actor | None) -> dict[str, Any]:
    """Who is signed in, and where; the demo's people when this is the demo."""
    partnership = find_partnership(session)
    demo = partnership is not None and partnership.demo
    return {
        "signed_in": actor is not None,
        "person": _own_view(session, actor, partnership) if actor is not None else None,
        "partnership": {"name": partnership.name, "nation": partnership.nation} if partnership else None,
        "demo": demo,
        "mail": is_on(),
        "providers": [
            {"id": each.id, "name": each.name} for each in session.scalars(select(Provider).order_by(Provider.id))
        ],
        "demo_people": _demo_people(session) if demo else [],
    }


def _own_view(session: Session, actor: Actor, partnership: Partnership | None) -> dict[str, Any]:
    person = get_person(session, actor.person_id)
    agency = get_agency(session, actor.agency_id)
    sector = profile(partnership.nation, partnership.overrides).find_sector(agency.sector) if partnership else None
    return {
        **{key: person_view(person)[key] for key in ("id", "name", "job", "email", "language")},
        "roles": sorted(actor.roles),
        "factors": factors_of(session, person.id),
        "guest_of": actor.guest_of,
        **({"email": ""} if actor.guest_of is not None else {}),
        "agency": {
            **{key: agency_view(agency)[key] for key in ("id", "name", "code", "colour", "support_signposts")},
            "short": sector.short.as_json() if sector else agency.name,
        },
    }


def _demo_people(session: Session) -> list[dict[str, Any]]:
    agencies, people = list_active(session)
    names = {agency.id: agency.name for agency in agencies}
    return [
        {
            **{key: person_view(person)[key] for key in ("name", "email", "job", "roles")},
            "agency": names[person.agency_id],
        }
        for person in people
        if person.password_hash
    ]
