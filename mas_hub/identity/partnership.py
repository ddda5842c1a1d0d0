"""The partnership whose service this is: begun, named, given values of its own. Done by an operator."""

from typing import Any

from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.errors import Conflict
from mas_hub.identity.actions import add_agency, add_person
from mas_hub.identity.models import BilingualName, Partnership, Person
from mas_hub.identity.queries import find_partnership, get_partnership
from mas_hub.identity.roles import administrators
from mas_hub.practice.profile import profile


def create_partnership(
    session: Session,
    *,
    name: BilingualName,
    nation: str,
    overrides: dict[str, Any] | None = None,
    demo: bool = False,
    second_factor: str = "optional",
) -> Partnership:
    """Name the deployment's owner; `second_factor` says who has to have one.

    Raises what `profile` raises when nation or overrides cannot be used.
    """
    profile(nation, overrides)
    if find_partnership(session) is not None:
        raise Conflict("partnership_exists")
    partnership = Partnership(nation=nation, overrides=overrides, demo=demo, second_factor=second_factor)
    partnership.name = name
    session.add(partnership)
    session.flush()
    return partnership


def rename_partnership(session: Session, *, en: str | None, cy: str | None) -> Partnership:
    """Call the partnership by these names from now on; a language that is not given keeps its name.

    What meetings already recorded keeps the name they were held under, and a diary knows its meetings as before.
    """
    partnership = get_partnership(session)
    given = {language: name for language, name in (("en", en), ("cy", cy)) if name is not None}
    partnership.diary_name = partnership.known_to_diaries
    partnership.name = {**partnership.name, **given}
    record(session, None, "partnership_renamed", languages=sorted(given))
    return partnership


def override_practice(session: Session, overrides: dict[str, Any] | None) -> Partnership:
    """Lay local values over the nation's practice profile, or take them away again (None). Done by an operator.

    What a meeting already recorded stays as it was reckoned. Raises what `profile` raises when they cannot be used.
    """
    partnership = get_partnership(session)
    profile(partnership.nation, overrides)
    partnership.overrides = overrides
    record(session, None, "practice_overridden", sections=sorted(overrides or {}))
    return partnership


def create_first_administrator(
    session: Session,
    *,
    partnership_name: BilingualName,
    nation: str,
    agency_name: BilingualName,
    sector: str,
    name: str,
    email: str,
    job: str,
    password_hash: str,
    language: str = "en",
) -> Person:
    """Start an empty deployment: its partnership, one agency, and the person who will add the others.

    Raises:
        Conflict: `administrator_exists`; ask that person instead.
    """
    if administrators(session):
        raise Conflict("administrator_exists")
    if find_partnership(session) is None:
        create_partnership(session, name=partnership_name, nation=nation, second_factor="for_roles")
    agency = add_agency(session, sector=sector, name=agency_name)
    person = add_person(
        session,
        agency_id=agency.id,
        name=name,
        email=email,
        job=job,
        language=language,
        roles=["administrator"],
        password_hash=password_hash,
    )
    actor = Actor(person.id, agency.id, frozenset(person.roles), language)
    record(session, actor, "first_administrator_created")
    return person
