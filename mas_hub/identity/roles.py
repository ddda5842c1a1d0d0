"""The partnership-wide roles that somebody holds, as they are changed once everything that was asked was shown."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.errors import Conflict
from mas_hub.identity.models import Agency, Person, PersonRole
from mas_hub.identity.queries import factors_of
from mas_hub.identity.second_factor import must_have_second_factor
from mas_hub.identity.sessions import end_sessions_of


def set_roles(session: Session, actor: Actor | None, person: Person, roles: Iterable[str]) -> None:
    """Give `person` exactly these partnership-wide roles. An administrator always stays. `actor` None: an operator."""
    if actor is not None:
        require(actor, Can.MANAGE_IDENTITY)
    before, after = set(person.roles), set(roles)
    if before == after:
        return
    person.roles_held = [held for held in person.roles_held if held.role in after]
    person.roles_held += [PersonRole(role=role) for role in sorted(after - before)]
    session.flush()
    keep_an_administrator(session)
    if must_have_second_factor(session, person) and not factors_of(session, person.id):
        end_sessions_of(session, person.id)  # signing in again, they set one up
    record(
        session, actor, "roles_changed", of_person=person.id, of_agency=person.agency_id,
        given=sorted(after - before), taken=sorted(before - after),
    )  # fmt: skip


def administrators(session: Session) -> int:
    """Who still come in as one."""
    query = select(func.count()).select_from(PersonRole).join(Person, Person.id == PersonRole.person_id)
    of_agencies = query.join(Agency, Agency.id == Person.agency_id)
    return session.scalars(of_agencies.where(PersonRole.role == "administrator", Person.active, Agency.active)).one()


def keep_an_administrator(session: Session) -> None:
    if not administrators(session):
        raise Conflict("last_administrator")
