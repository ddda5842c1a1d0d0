"""Where a passkey counts: signing in with it alone, after a password, and showing again that it is oneself.

Each opens its own transactions and holds none while a signature is checked. What is refused is counted as a mistake,
as a wrong password or code is, and answered alike.
"""

import secrets
from typing import Any

from mas_hub.access.actor import Actor
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Forbidden
from mas_hub.identity.challenges import ADD, PROVE, STEP, at_step, in_browser, in_session
from mas_hub.identity.fresh import note_proof, require_fresh
from mas_hub.identity.passkeys import (
    add_passkey,
    ask_to_make,
    ask_to_show,
    believe_made,
    believe_shown,
    use_passkey,
)
from mas_hub.identity.queries import get_person, token_hash
from mas_hub.identity.sessions import start_session
from mas_hub.identity.steps import CODE, SET_UP, actor_at_step, code_account, end_step, take_step
from mas_hub.identity.throttle import count_attempt, forgive
from mas_hub.identity.webauthn_checks import Made, RelyingParty, Shown

PASSKEY = "passkey"


def begin_with_passkey(party: RelyingParty) -> tuple[dict[str, Any], str]:
    """What the browser is asked, the same for everybody, and what it keeps so that only it can answer."""
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        return ask_to_show(session, party, in_browser(token)), token


def sign_in_with_passkey(party: RelyingParty, token: str, shown: Shown, *, address: str, device: str) -> str:
    """A new session's token. Raises `Forbidden` (`passkey_not_accepted`) or `TooMany`."""
    account = f"passkey {token_hash(shown.id)}"
    count_attempt(account, address)
    believed = believe_shown(party, shown, in_browser(token), address=address)
    with transaction() as session:
        person = use_passkey(session, believed, address=address)
        entered = None
        if person is not None:
            entered = start_session(session, person, device, how=PASSKEY)
            forgive(session, account, address)
    return _accepted(entered)


def ask_at_step(party: RelyingParty, step_token: str) -> dict[str, Any]:
    """After a password, in place of a code. Raises `SignedOut` (the step is over)."""
    with transaction() as session:
        _, person = take_step(session, step_token, CODE)
        return ask_to_show(session, party, at_step(STEP, step_token), of=person.id)


def answer_at_step(party: RelyingParty, step_token: str, shown: Shown, *, address: str) -> str:
    """A new session's token. Raises `Forbidden`, `SignedOut` (the step is over) or `TooMany`."""
    with transaction() as session:
        person_id = take_step(session, step_token, CODE)[1].id
    account = code_account(person_id)
    count_attempt(account, address)
    believed = believe_shown(party, shown, at_step(STEP, step_token), address=address, of=person_id)
    with transaction() as session:
        step, person = take_step(session, step_token, CODE)
        entered = None
        if use_passkey(session, believed, address=address) is not None:
            entered = end_step(session, step, person, PASSKEY)
            forgive(session, account, address)
    return _accepted(entered)


def ask_to_make_at_step(party: RelyingParty, step_token: str) -> dict[str, Any]:
    """For somebody who has to have a second factor and has none."""
    with transaction() as session:
        _, person = take_step(session, step_token, SET_UP)
        return ask_to_make(session, party, person, at_step(ADD, step_token))


def make_at_step(party: RelyingParty, step_token: str, made: Made, *, name: str) -> tuple[str, list[str]]:
    """A new session's token, and the recovery codes."""
    with transaction() as session:
        person_id = take_step(session, step_token, SET_UP)[1].id
    fresh = believe_made(party, made, at_step(ADD, step_token), person_id=person_id)
    with transaction() as session:
        step, person = take_step(session, step_token, SET_UP)
        codes = add_passkey(session, actor_at_step(person), fresh, name=name)
        return end_step(session, step, person, PASSKEY), codes or []


def ask_to_add(party: RelyingParty, actor: Actor) -> dict[str, Any]:
    with transaction() as session:
        require_fresh(session, actor)
        person = get_person(session, actor.person_id)
        return ask_to_make(session, party, person, in_session(ADD, actor.session_id))


def add_own(party: RelyingParty, actor: Actor, made: Made, *, name: str) -> list[str] | None:
    """Recovery codes, where it is the first second factor."""
    with snapshot() as session:
        require_fresh(session, actor)  # before the challenge is used up, so that it can be answered afterwards
    fresh = believe_made(party, made, in_session(ADD, actor.session_id), person_id=actor.person_id)
    with transaction() as session:
        require_fresh(session, actor)
        return add_passkey(session, actor, fresh, name=name)


def ask_for_proof(party: RelyingParty, actor: Actor) -> dict[str, Any]:
    with transaction() as session:
        return ask_to_show(session, party, in_session(PROVE, actor.session_id), of=actor.person_id)


def prove_with_passkey(party: RelyingParty, actor: Actor, shown: Shown, *, address: str) -> None:
    """What is asked afresh may be done for the next ten minutes. Raises `Forbidden` or `TooMany`."""
    account = code_account(actor.person_id)
    count_attempt(account, address)
    try:
        bound = in_session(PROVE, actor.session_id)
        believed = believe_shown(party, shown, bound, address=address, of=actor.person_id)
    except Forbidden:
        with transaction() as session:
            note_proof(session, actor, right=False, address=address)
        raise
    with transaction() as session:
        right = use_passkey(session, believed, address=address) is not None
        note_proof(session, actor, right=right, address=address)
        if right:
            forgive(session, account, address)
    _accepted("proved" if right else None)


def _accepted(entered: str | None) -> str:
    """Raised once what was refused is committed."""
    if entered is None:
        raise Forbidden("passkey_not_accepted")
    return entered
