"""How an agency or a person is shown beside something else: as they are called now."""

from typing import Any

from sqlalchemy.orm import Session

from mas_hub.identity.models import Agency, Person


def agency_label(agency: Agency) -> dict[str, Any]:
    return {"id": agency.id, "name": agency.name, "code": agency.code, "colour": agency.colour}


def find_agency_label(session: Session, agency_id: int | None) -> dict[str, Any] | None:
    agency = session.get(Agency, agency_id) if agency_id is not None else None
    return agency_label(agency) if agency is not None else None


def find_name(session: Session, person_id: int | None) -> str | None:
    person = session.get(Person, person_id) if person_id is not None else None
    return person.name if person is not None else None
