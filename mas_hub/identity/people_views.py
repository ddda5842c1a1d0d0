"""People as administrators see them: with how they sign in, though not with what, and the roles that wait for them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.identity.appointing import list_open_proposals
from mas_hub.identity.models import Person, RoleProposal
from mas_hub.identity.queries import factors_of, list_people
from mas_hub.identity.second_factor import people_with_second_factor
from mas_hub.identity.views import person_view

A_PERSON = {
    "id": 1,
    "version": 1,
    "name": "Dina Farouk",
    "job": "Detective sergeant",
    "email": "dina@police.example",
    "language": "en",
    "agency_id": 1,
    "roles": ["recorder"],
    "active": True,
    "has_password": True,
    "second_factor": True,
    "proposed": [{"role": "facilitator", "by": {"id": 2, "name": "Ines Moreau"}, "at": "2026-09-21T12:00:00Z"}],
}


def listed_view(session: Session, person: Person) -> dict[str, Any]:
    proposals = list_open_proposals(session, person.id)
    names = {each.proposed_by: session.get_one(Person, each.proposed_by).name for each in proposals}
    return _view(person, bool(factors_of(session, person.id)), proposals, names)


def everybody_view(session: Session) -> list[dict[str, Any]]:
    people = list_people(session)
    with_one, names = people_with_second_factor(session), {person.id: person.name for person in people}
    proposals: dict[int, list[RoleProposal]] = {}
    for proposal in list_open_proposals(session):
        proposals.setdefault(proposal.person_id, []).append(proposal)
    return [_view(each, each.id in with_one, proposals.get(each.id, ()), names) for each in people]


def _view(
    person: Person, second_factor: bool, proposals: Iterable[RoleProposal], names: Mapping[int, str]
) -> dict[str, Any]:
    return {
        **person_view(person),
        "has_password": person.password_hash is not None,
        "second_factor": second_factor,
        "proposed": [
            {
                "role": each.role,
                "by": {"id": each.proposed_by, "name": names[each.proposed_by]},
                "at": clock.iso(each.proposed_at),
            }
            for each in proposals
        ],
    }
