"""Passkeys of people: listed, added, removed, and shown to sign in (docs/decisions/0036)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.db import get_locked, locked, snapshot, transaction
from mas_hub.errors import Conflict, Forbidden, NotFound
from mas_hub.identity.challenges import Bound, make_challenge, take_challenge
from mas_hub.identity.models import Person
from mas_hub.identity.passkey_models import Passkey
from mas_hub.identity.queries import find_passkeys, may_come_in
from mas_hub.identity.second_factor import begin_second_factor, leave_second_factor
from mas_hub.identity.webauthn_checks import (
    Key,
    Made,
    NotBelieved,
    RelyingParty,
    Shown,
    challenge_in,
    check_made,
    check_shown,
    options_to_make,
    options_to_show,
)
from mas_hub.mail import queue_mail

MOST_HELD = 20


@dataclass(frozen=True)
class Fresh:
    """A passkey whose device has answered as it should, not yet anybody's."""

    id: str
    key: Key
    user_handle: str


@dataclass(frozen=True)
class Believed:
    """Whose passkey it is, as of the moment its signature was checked; `count` is to be noted."""

    passkey_id: int
    count: int


def passkey_views(session: Session, person_id: int) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "name": each.name,
            "added": clock.iso(each.added_at),
            "last_used": clock.iso(each.last_used_at),
        }
        for each in find_passkeys(session, person_id)
    ]


def ask_to_make(session: Session, party: RelyingParty, person: Person, bound: Bound) -> dict[str, Any]:
    """What the browser is asked where `person` adds a passkey. Raises `Conflict` (`too_many_passkeys`)."""
    held = find_passkeys(session, person.id)
    if len(held) >= MOST_HELD:
        raise Conflict("too_many_passkeys", most=MOST_HELD)
    handle = held[0].user_handle if held else secrets.token_urlsafe(32)
    challenge = make_challenge(session, bound, user_handle=handle)
    ids = [each.credential_id for each in held]
    return options_to_make(party, challenge, user_handle=handle, email=person.email, name=person.name, held=ids)


def believe_made(party: RelyingParty, made: Made, bound: Bound, *, person_id: int) -> Fresh:
    """The challenge is used up. Opens its own transactions. Raises `Forbidden` (`passkey_not_accepted`)."""
    try:
        challenge = challenge_in(made.client_data)
        taken = take_challenge(challenge, bound)
        if taken is None or taken.user_handle is None:
            raise NotBelieved("challenge")
        key = check_made(party, made, challenge)
        with snapshot() as session:
            if session.scalars(select(Passkey.id).where(Passkey.credential_id == made.id)).first() is not None:
                raise NotBelieved("held")
        return Fresh(made.id, key, taken.user_handle)
    except NotBelieved as error:
        _note(error.reason, person_id=person_id)
        raise Forbidden("passkey_not_accepted") from error


def add_passkey(session: Session, actor: Actor, fresh: Fresh, *, name: str) -> list[str] | None:
    """From now on it is theirs. Recovery codes, shown this once, where it is their first second factor.

    Raises `Forbidden` (`passkey_not_accepted`) where somebody added the same one at this moment.
    """
    person = get_locked(session, Person, actor.person_id)
    codes = begin_second_factor(session, person.id)
    session.add(
        Passkey(
            person_id=person.id,
            credential_id=fresh.id,
            public_key=fresh.key.public_key,
            user_handle=fresh.user_handle,
            sign_count=fresh.key.sign_count,
            name=name,
            added_at=clock.now(),
        )
    )
    try:
        session.flush()
    except IntegrityError:
        raise Forbidden("passkey_not_accepted") from None
    record(session, actor, "passkey_added")
    queue_mail(session, person.email, "passkey_added", person.language)
    return codes


def remove_passkey(session: Session, actor: Actor, passkey_id: int) -> None:
    """Raises `NotFound`, or `Conflict` where it is the last second factor and the partnership asks for one."""
    person = locked(session, Person, actor.person_id)
    passkey = locked(session, Passkey, passkey_id)
    if person is None or passkey is None or passkey.person_id != person.id:
        raise NotFound
    session.delete(passkey)
    session.flush()
    leave_second_factor(session, person)
    record(session, actor, "passkey_removed", passkey_id=passkey_id)


def ask_to_show(session: Session, party: RelyingParty, bound: Bound, *, of: int | None = None) -> dict[str, Any]:
    """What the browser is asked. `of`: whose passkeys will do; None tells nobody whether anybody has one."""
    held: Sequence[Passkey] = find_passkeys(session, of) if of is not None else ()
    return options_to_show(party, make_challenge(session, bound), [each.credential_id for each in held])


def believe_shown(party: RelyingParty, shown: Shown, bound: Bound, *, address: str, of: int | None = None) -> Believed:
    """The challenge is used up, and the signature is right. `of`: nobody else's will do. Opens its own transactions.

    Raises `Forbidden` (`passkey_not_accepted`), alike whatever was wrong.
    """
    passkey: Passkey | None = None
    try:
        challenge = challenge_in(shown.client_data)
        if take_challenge(challenge, bound) is None:
            raise NotBelieved("challenge")
        with snapshot() as session:
            passkey = session.scalars(select(Passkey).where(Passkey.credential_id == shown.id)).one_or_none()
        if passkey is None:
            raise NotBelieved("unknown")
        if of is not None and passkey.person_id != of:
            raise NotBelieved("another_person")
        if shown.user_handle != passkey.user_handle and (of is None or shown.user_handle):
            raise NotBelieved("user_handle")
        return Believed(passkey.id, check_shown(party, shown, challenge, passkey.public_key))
    except NotBelieved as error:
        _note(error.reason, passkey=passkey, person_id=of, address=address)
        raise Forbidden("passkey_not_accepted") from error


def use_passkey(session: Session, believed: Believed, *, address: str) -> Person | None:
    """Whose it is, and it counts as used; None, and audited, where its counter did not go on or they are not active."""
    passkey = locked(session, Passkey, believed.passkey_id)
    person = locked(session, Person, passkey.person_id) if passkey is not None else None
    if passkey is None or person is None:
        return None
    if (believed.count or passkey.sign_count) and believed.count <= passkey.sign_count:
        _refuse(session, "counter", passkey=passkey, address=address)
        return None
    if person.guest or not may_come_in(session, person):
        _refuse(session, "nobody", passkey=passkey, address=address)
        return None
    passkey.sign_count, passkey.last_used_at = believed.count, clock.now()
    session.flush()
    return person


def _note(reason: str, *, passkey: Passkey | None = None, person_id: int | None = None, address: str = "") -> None:
    with transaction() as session:
        _refuse(session, reason, passkey=passkey, person_id=person_id, address=address)


def _refuse(
    session: Session, reason: str, *, passkey: Passkey | None = None, person_id: int | None = None, address: str = ""
) -> None:
    """A counter that goes back may mean that somebody copied the key: it names the passkey, and whose it is."""
    record(
        session,
        None,
        "passkey_refused",
        reason=reason,
        passkey_id=passkey.id if passkey is not None else None,
        person_id=passkey.person_id if passkey is not None else person_id,
        address=address or None,
    )
