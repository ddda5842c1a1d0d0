"""Changing who there is: agencies, people and their roles. Every change is audited."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.db import get_locked, locked
from mas_hub.db.versions import check_version
from mas_hub.errors import Invalid, NotFound
from mas_hub.identity.appointing import ask_for_roles, check_move
from mas_hub.identity.fresh import require_fresh
from mas_hub.identity.letters import tell_of_new_sign_in
from mas_hub.identity.links import void_links
from mas_hub.identity.models import Agency, BilingualName, Partnership, Person, PersonRole
from mas_hub.identity.queries import (
    get_person,
    list_active,
)
from mas_hub.identity.roles import keep_an_administrator
from mas_hub.identity.rules import free_code, free_colour
from mas_hub.identity.sessions import end_sessions_of
from mas_hub.identity.views import agency_view, person_view
from mas_hub.practice.profile import profile


class AgencyFacts(TypedDict, total=False):
    sector: str
    name: BilingualName
    code: str
    colour: int | None
    record_system: str
    contact_address: str
    support_signposts: str
    active: bool


class PersonFacts(TypedDict, total=False):
    agency_id: int
    name: str
    email: str
    job: str
    language: str
    active: bool


def create_agency(session: Session, actor: Actor, **facts: Unpack[AgencyFacts]) -> Agency:
    require(actor, Can.MANAGE_IDENTITY)
    agency = add_agency(session, **facts)
    record(session, actor, "agency_created", of_agency=agency.id)
    return agency


def add_agency(session: Session, *, key: str | None = None, **facts: Unpack[AgencyFacts]) -> Agency:
    """A new agency, with nobody asked whether they may: for setting up. Without a `code` it gets its sector's."""
    active, _ = list_active(session)
    wanted = facts.get("code") or free_code(
        _sector_code(facts["sector"]),
        facts["name"].get("en") or facts["name"].get("cy") or "",
        (each.code for each in active),
    )
    colour = facts.get("colour")
    agency = Agency(key=key, colour=free_colour(each.colour for each in active) if colour is None else colour)
    _fill(agency, {**facts, "code": wanted, "colour": agency.colour})
    with _unless_taken("code", "code_taken"):
        session.add(agency)
        session.flush()
    return agency


def update_agency(
    session: Session, actor: Actor, agency_id: int, *, version: int, **facts: Unpack[AgencyFacts]
) -> Agency:
    """Facts left out, and an empty code or no colour, stay as they are.

    Whoever is of one that becomes inactive is signed out; those who keep its records come in again."""
    require(actor, Can.MANAGE_IDENTITY)
    locked(session, Partnership, 1)  # as for a person: the last administrators must not put each other out at once
    agency = get_locked(session, Agency, agency_id)
    check_version(agency, version, agency_view)
    if facts.get("active", agency.active) != agency.active:
        require_fresh(session, actor)
    before = agency_view(agency)
    given = {name: value for name, value in facts.items() if name not in ("code", "colour") or value not in ("", None)}
    with _unless_taken("code", "code_taken"):
        _fill(agency, given)
        agency.version += 1
        session.flush()
    if before["active"] and not agency.active:
        keep_an_administrator(session)
        for person_id in session.scalars(select(Person.id).where(Person.agency_id == agency.id)):
            end_sessions_of(session, person_id)
    record(session, actor, "agency_updated", of_agency=agency.id, changed=_changed(before, agency_view(agency)))
    return agency


def create_person(
    session: Session,
    actor: Actor,
    *,
    roles: Iterable[str] = (),
    password_hash: str | None = None,
    **facts: Unpack[PersonFacts],
) -> Person:
    """Without a password they are invited. Raises `Forbidden` (`prove_again`) where the actor would know it."""
    require(actor, Can.MANAGE_IDENTITY)
    if password_hash is not None:
        require_fresh(session, actor)
    person = add_person(session, password_hash=password_hash, **facts)
    record(
        session, actor, "person_created", of_person=person.id, of_agency=person.agency_id,
        with_password=password_hash is not None,
    )  # fmt: skip
    ask_for_roles(session, actor, person, roles)
    return person


def add_person(
    session: Session, *, roles: Iterable[str] = (), password_hash: str | None = None, **facts: Unpack[PersonFacts]
) -> Person:
    """A new person, with nobody asked whether they may: for setting up."""
    _check_agency(session, facts["agency_id"])
    person = Person(password_hash=password_hash, roles_held=[PersonRole(role=role) for role in sorted(set(roles))])
    with _unless_taken("email", "email_taken"):
        _fill(person, dict(facts))
        session.add(person)
        session.flush()
    return person


def update_person(
    session: Session,
    actor: Actor,
    person_id: int,
    *,
    version: int,
    roles: Collection[str] | None = None,
    password_hash: str | None = None,
    **facts: Unpack[PersonFacts],
) -> Person:
    """Facts left out stay as they are; a new role may wait for a second administrator.

    Who is deactivated, moves agency or gets another password is signed out; of another password or address they are
    told, and links made for them before open nothing any more.
    Raises `Forbidden` (`prove_again`) where more than name, job or language would change.
    """
    require(actor, Can.MANAGE_IDENTITY)
    locked(session, Partnership, 1)  # two administrators must not take the role from each other at once
    person = locked(session, Person, person_id)
    if person is None or person.guest:
        raise NotFound
    check_version(person, version, person_view)
    before = person_view(person)
    if facts.get("agency_id", person.agency_id) != person.agency_id:
        _check_agency(session, facts["agency_id"])
        check_move(session, actor, person, roles)
    email = person.email
    if password_hash is not None or _lets_in(before, facts):
        require_fresh(session, actor)
    if roles is not None:
        ask_for_roles(session, actor, person, roles)
    with _unless_taken("email", "email_taken"):
        _fill(person, dict(facts))
        if password_hash is not None:
            person.password_hash = password_hash
        person.version += 1
        session.flush()
    keep_an_administrator(session)
    changed = _changed(before, person_view(person)) + (["password"] if password_hash is not None else [])
    if not person.active or {"agency_id", "password"}.intersection(changed):
        end_sessions_of(session, person.id)
    if not person.active or {"email", "password"}.intersection(changed):
        void_links(session, person.id)
    left = before["agency_id"] if "agency_id" in changed else None
    record(
        session, actor, "person_updated", of_person=person.id, of_agency=person.agency_id,
        **({} if left is None else {"from_agency": left}), changed=changed,
    )  # fmt: skip
    tell_of_new_sign_in(session, person, address_before=email, password_set=password_hash is not None)
    return person


def set_language(session: Session, actor: Actor, language: str) -> None:
    """One's own choice; no new version, as nobody else edits it against it."""
    get_person(session, actor.person_id).language = language
    session.flush()


def _fill(row: Agency | Person, facts: Any) -> None:
    for name, value in facts.items():
        setattr(row, name, value.lower() if name == "email" else value)


def _lets_in(before: dict[str, Any], facts: PersonFacts) -> bool:
    """Whether `facts` change who gets in, or to what."""
    email = facts.get("email", before["email"]).lower()
    return email != before["email"] or any(
        facts.get(name, before[name]) != before[name] for name in ("agency_id", "active")
    )


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [name for name, value in after.items() if name != "version" and value != before[name]]


def _sector_code(sector: str) -> str:
    found = profile("england").find_sector(sector)
    if found is None:
        raise Invalid("check_your_answers", fields={"sector": "not_one_of"})
    return found.code


def _check_agency(session: Session, agency_id: int) -> None:
    agency = session.get(Agency, agency_id)
    if agency is None or not agency.active:
        raise Invalid("check_your_answers", fields={"agency_id": "not_one_of"})


@contextmanager
def _unless_taken(field: str, code: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise Invalid("check_your_answers", fields={field: code}) from None
