"""Reads of agencies, people and sessions."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import KEEPS_RECORDS
from mas_hub.db import table_of
from mas_hub.db.prepared import Prepared
from mas_hub.errors import NotFound, SignedOut
from mas_hub.identity.expiry import begun_after, remembered, seen_after
from mas_hub.identity.models import Agency, Partnership, Person, PersonRole, SecondFactor, SignInSession
from mas_hub.identity.passkey_models import Passkey

# Asked on every act and every tick, so made once (docs/decisions/0007).
_sessions, _people, _roles = table_of(SignInSession), table_of(Person), table_of(PersonRole)
_agencies, _keeping = table_of(Agency), table_of(PersonRole).alias()
_held_by = _sessions.join(_people, _people.c.id == _sessions.c.person_id)
_of_agency = (
    select(_agencies.c.active).where(_agencies.c.id == _people.c.agency_id).correlate(_people).scalar_subquery()
)
_keeps_records = (
    select(_keeping.c.role)
    .where(_keeping.c.person_id == _people.c.id, or_(*(_keeping.c.role == role for role in sorted(KEEPS_RECORDS))))
    .correlate(_people)
    .exists()
)
_alive = (
    _sessions.c.ended_at.is_(None),
    _sessions.c.created_at > bindparam("begun_after"),
    _sessions.c.last_seen_at > bindparam("seen_after"),
    _people.c.active,
    or_(_of_agency, _keeps_records),
)
_HOLDER = Prepared(
    select(
        _sessions.c.id.label("session_id"),
        _people.c.id.label("person_id"),
        _people.c.agency_id,
        _people.c.language,
        _sessions.c.last_seen_at,
        _roles.c.role,
        _sessions.c.meeting_id,
        _of_agency.label("agency_active"),
    )
    .select_from(_held_by.outerjoin(_roles, _roles.c.person_id == _people.c.id))
    .where(_sessions.c.token_hash == bindparam("token_hash"), *_alive)
)
_STILL_HELD = (
    select(_sessions.c.id, _sessions.c.token_hash)
    .select_from(_held_by)
    .where(_sessions.c.id.in_(bindparam("wanted", expanding=True)), *_alive)
)


def get_partnership(session: Session) -> Partnership:
    partnership = find_partnership(session)
    if partnership is None:
        raise NotFound("no_partnership")
    return partnership


def find_partnership(session: Session) -> Partnership | None:
    return session.get(Partnership, 1)


def get_agency(session: Session, agency_id: int) -> Agency:
    agency = session.get(Agency, agency_id)
    if agency is None:
        raise NotFound
    return agency


def list_agencies(session: Session) -> Sequence[Agency]:
    return session.scalars(select(Agency).order_by(Agency.id)).all()


def get_person(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def find_person_by_email(session: Session, email: str) -> Person | None:
    return session.scalars(select(Person).where(Person.email == email.lower())).one_or_none()


def list_people(session: Session) -> Sequence[Person]:
    """Everybody but guests."""
    return session.scalars(select(Person).where(Person.guest.is_(False)).order_by(Person.name, Person.id)).all()


def list_active(session: Session) -> tuple[Sequence[Agency], Sequence[Person]]:
    """The agencies and people that a meeting can be planned with."""
    agencies = session.scalars(select(Agency).where(Agency.active).order_by(Agency.id)).all()
    people = session.scalars(
        select(Person)
        .join(Person.agency)
        .where(Person.active, Agency.active, Person.guest.is_(False))
        .order_by(Person.name, Person.id)
    ).all()
    return agencies, people


def password_words(session: Session, name: str, email: str) -> list[str]:
    """What somebody's password may not be made of: their name and e-mail, and the partnership's name."""
    partnership = find_partnership(session)
    names = partnership.name.values() if partnership else ()
    return [name, email, *(each for each in names if each)]


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def actor_from_token(session: Session, token: str) -> Actor:
    """Whoever holds the session's token, as they are now.

    Raises:
        SignedOut: unknown, ended, idle for too long, too old (`identity.expiry`), or its person is no longer active,
            or of an agency that is not, whose records they do not keep.
    """
    hashed, now = token_hash(token), clock.now()
    asked = {"token_hash": hashed, **_limits(now)}
    rows = _HOLDER.all(session, asked)
    if not rows and (used := remembered(now)):
        rows = [row for row in _HOLDER.all(session, {**asked, **_idle_or_not(now)}) if row.session_id in used]
    if not rows:
        raise SignedOut("signed_out")
    session_id, person_id, agency_id, language, seen_at, _, guest_of, agency_active = rows[0]
    roles = frozenset(row[5] for row in rows if row[5])
    return Actor(
        person_id,
        agency_id,
        roles if agency_active else roles & KEEPS_RECORDS,
        language,
        session_id,
        seen_at,
        sign_in=hashed[:12],
        guest_of=guest_of,
        agency_left=not agency_active,
    )


def may_come_in(session: Session, person: Person) -> bool:
    """Whether whoever shows that they are this person is let in (docs/decisions/0062)."""
    return person.active and (get_agency(session, person.agency_id).active or bool(roles_in_force(session, person)))


def roles_in_force(session: Session, person: Person) -> frozenset[str]:
    """Those of their roles that they can act in."""
    roles = frozenset(person.roles)
    return roles if get_agency(session, person.agency_id).active else roles & KEEPS_RECORDS


def as_they_are_now(session: Session, actor: Actor) -> Actor:
    """Whoever asked for something that took a while to make, with the agency and what is left of the roles that they
    have by now. Raises `SignedOut` when they have been signed out since, or would not be let in any more."""
    person = session.get(Person, actor.person_id)
    ended = actor.session_id is not None and not live_session_ids(session, [actor.session_id])
    if person is None or ended or not may_come_in(session, person):
        raise SignedOut("signed_out")
    return replace(
        actor,
        agency_id=person.agency_id,
        roles=actor.roles & roles_in_force(session, person),
        agency_left=not get_agency(session, person.agency_id).active,
    )


def live_session_ids(session: Session, wanted: Iterable[int]) -> frozenset[int]:
    """Which of the `wanted` sessions still hold."""
    return frozenset(live_tokens(session, wanted))


def live_tokens(session: Session, wanted: Iterable[int]) -> dict[int, str]:
    """`{session id: its token's hash}` of those of the `wanted` sessions that still hold."""
    asked, now = frozenset(wanted), clock.now()

    def held(ids: Iterable[int], limits: dict[str, datetime]) -> dict[int, str]:
        return {row.id: row.token_hash for row in session.execute(_STILL_HELD, {"wanted": list(ids), **limits})}

    tokens = held(asked, _limits(now))
    if used := (remembered(now) & asked) - tokens.keys():
        tokens |= held(used, _idle_or_not(now))
    return tokens


def list_own_sessions(session: Session, person_id: int) -> Sequence[SignInSession]:
    """The person's sign-ins that still hold, the one used last first."""
    mine = (
        select(SignInSession).join(Person, Person.id == SignInSession.person_id).where(Person.id == person_id, *_alive)
    )
    return session.scalars(
        mine.order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc()), _limits(clock.now())
    ).all()


def _limits(now: datetime) -> dict[str, datetime]:
    return {"begun_after": begun_after(now), "seen_after": seen_after(now)}


def _idle_or_not(now: datetime) -> dict[str, datetime]:
    return {"begun_after": begun_after(now), "seen_after": begun_after(now)}


def factors_of(session: Session, person_id: int) -> list[str]:
    """Which second factors somebody has set up: `app`, `passkey`."""
    app = session.get(SecondFactor, person_id)
    has_app = app is not None and app.sealed is not None
    return ["app"] * has_app + ["passkey"] * bool(find_passkeys(session, person_id))


def find_passkeys(session: Session, person_id: int) -> Sequence[Passkey]:
    """The one added first comes first."""
    return session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)).all()
