"""Signing in by steps: the password was right, and a second factor is asked for, or has to be set up first.

What lies between is no session: it opens nothing but the next step (docs/decisions/0033).
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.db import locked, snapshot, transaction
from mas_hub.errors import Invalid, SignedOut
from mas_hub.identity.models import Person, SignInStep
from mas_hub.identity.passwords import is_password
from mas_hub.identity.queries import factors_of, find_person_by_email, may_come_in, token_hash
from mas_hub.identity.second_factor import (
    Offer,
    confirm_second_factor,
    must_have_second_factor,
    offer_second_factor,
    use_code,
)
from mas_hub.identity.sessions import start_session
from mas_hub.identity.throttle import count_attempt, forgive

STEP_LASTS = timedelta(minutes=10)
CODE, SET_UP = "code", "set_up"
PASSWORD, LINK, PROVIDER = "password", "link", "provider"


@dataclass(frozen=True)
class Came:
    """How far somebody came: `token` is a session's, or where `step` says what is asked next, that step's.

    `factors`: the second factors that will do.
    """

    token: str
    step: str | None = None
    factors: tuple[str, ...] = ()


def sign_in(email: str, password: str, *, address: str, device: str) -> Came:
    """Holds no transaction while the password is checked.

    Raises:
        SignedOut: `wrong_sign_in`, alike for an unknown e-mail, a wrong password and an inactive person or agency.
        TooMany: too many attempts for this person, or from this address.
    """
    email = email.lower()
    count_attempt(email, address)
    with snapshot() as session:
        person = find_person_by_email(session, email)
    right = is_password(person.password_hash if person else None, password)
    with transaction() as session:
        came = enter_with_password(session, person, device) if right and person is not None else None
        if came is not None:
            forgive(session, email, address)
        else:
            record(session, None, "sign_in_failed", person_id=person.id if person else None, address=address)
    if came is None:
        raise SignedOut("wrong_sign_in")
    return came


def enter_with_password(session: Session, known: Person, device: str) -> Came | None:
    """None when the person is not let in, or their password was changed since they were read as `known`."""
    person = locked(session, Person, known.id)
    if person is None or not may_come_in(session, person) or person.password_hash != known.password_hash:
        return None
    return enter_person(session, person, device)


def enter_person(session: Session, person: Person, device: str, *, how: str = PASSWORD, shown: str = "") -> Came:
    """A session for somebody who showed who they are, or the step that is still to be taken.

    `shown`: they showed a second factor already, elsewhere.
    """
    if shown:
        return Came(start_session(session, person, device, how=how, second_factor=shown))
    factors = tuple(factors_of(session, person.id))
    if factors:
        return Came(_begin_step(session, person, device, how), CODE, factors)
    if must_have_second_factor(session, person):
        return Came(_begin_step(session, person, device, how), SET_UP)
    return Came(start_session(session, person, device, how=how))


def answer_code(step_token: str, code: str, *, address: str) -> str:
    """A new session's token, when `code` is right. Raises `Invalid`, `SignedOut` (the step is over) or `TooMany`."""
    with snapshot() as session:
        account = code_account(_step(session, step_token).person_id)
    count_attempt(account, address)
    with transaction() as session:
        step, person = take_step(session, step_token, CODE)
        how = use_code(session, person.id, code)
        token = None
        if how is not None:
            token = end_step(session, step, person, how)
            forgive(session, account, address)
        else:
            record(session, None, "second_factor_failed", person_id=person.id, address=address)
    if token is None:
        raise Invalid("check_your_answers", fields={"code": "wrong_code"})
    return token


def offer_at_step(step_token: str) -> Offer:
    """What to put into the app, for somebody who has to have a second factor and has none."""
    with transaction() as session:
        _, person = take_step(session, step_token, SET_UP)
        return offer_second_factor(session, person)


def set_up_at_step(step_token: str, code: str) -> tuple[str, list[str]]:
    """A new session's token, and the recovery codes."""
    with transaction() as session:
        step, person = take_step(session, step_token, SET_UP)
        codes = confirm_second_factor(session, actor_at_step(person), code)
        return end_step(session, step, person, "app"), codes


def actor_at_step(person: Person) -> Actor:
    return Actor(person.id, person.agency_id, frozenset(person.roles), person.language)


def end_step(session: Session, step: SignInStep, person: Person, second_factor: str) -> str:
    """A new session's token, for somebody who showed what the step asked."""
    token = start_session(session, person, step.device, how=step.how, second_factor=second_factor)
    session.delete(step)
    return token


def code_account(person_id: int) -> str:
    """As what attempts at somebody's second factor are counted."""
    return f"code {person_id}"


def _begin_step(session: Session, person: Person, device: str, how: str) -> str:
    now = clock.now()
    session.execute(delete(SignInStep).where(SignInStep.begun_at < now - STEP_LASTS))
    token = secrets.token_urlsafe(32)
    session.add(
        SignInStep(
            token_hash=token_hash(token),
            person_id=person.id,
            password_hash=person.password_hash,
            device=device,
            how=how,
            begun_at=now,
        )
    )
    session.flush()
    return token


def _step(session: Session, token: str) -> SignInStep:
    found = session.scalars(
        select(SignInStep).where(
            SignInStep.token_hash == token_hash(token), SignInStep.begun_at > clock.now() - STEP_LASTS
        )
    ).one_or_none()
    if found is None:
        raise SignedOut("sign_in_took_too_long")
    return found


def take_step(session: Session, token: str, kind: str) -> tuple[SignInStep, Person]:
    """The step and its person, as both are now, so that one step is taken once. Raises `SignedOut`: it is over."""
    step = locked(session, SignInStep, _step(session, token).id)
    person = locked(session, Person, step.person_id) if step is not None else None
    if step is None or person is None or not may_come_in(session, person):
        raise SignedOut("sign_in_took_too_long")
    if person.password_hash != step.password_hash:
        raise SignedOut("sign_in_took_too_long")
    factors = factors_of(session, person.id)
    if kind == SET_UP and factors:
        raise SignedOut("sign_in_took_too_long")
    if kind == CODE and not factors:  # an administrator took it away while it was asked for
        raise SignedOut("second_factor_gone")
    return step, person
