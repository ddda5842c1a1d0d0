"""One's own account: the password, and showing once more that it is oneself."""

from sqlalchemy.orm import Session

from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.db import locked, snapshot, transaction
from mas_hub.errors import Conflict, Invalid
from mas_hub.identity.fresh import note_proof
from mas_hub.identity.links import void_links
from mas_hub.identity.models import Person
from mas_hub.identity.passwords import hash_password, is_password
from mas_hub.identity.queries import factors_of, get_partnership, get_person, password_words
from mas_hub.identity.rules import check_password
from mas_hub.identity.second_factor import use_code
from mas_hub.identity.sessions import end_sessions_of, renew_token
from mas_hub.identity.steps import code_account
from mas_hub.identity.throttle import count_attempt, forgive


def change_own_password(actor: Actor, *, present: str, password: str, address: str) -> str:
    """The new password holds from now on, and whatever else one was signed in with ends. Opens its own transactions.

    Returns this session's new token: whoever copied the one before is out too.

    Raises:
        Invalid: the present one is wrong, or the new one is not to be used.
        Conflict: this is the demo.
        TooMany: the present one was guessed at too often.
    """
    with snapshot() as session:
        person = get_person(session, actor.person_id)
        if get_partnership(session).demo:
            raise Conflict("demo_password_stays")
        before, words = person.password_hash, password_words(session, person.name, person.email)
    check_password(password, words)
    _show(actor, person.email, before, present, field="present", address=address)
    password_hash = hash_password(password)
    with transaction() as session:
        return _put(session, actor, before, password_hash)


def prove(actor: Actor, *, password: str, code: str, address: str) -> None:
    """What is asked afresh (`require_fresh`) may be done for the next ten minutes. Opens its own transactions.

    Who has a second factor shows a code of it, or a recovery code; everybody else shows their password. Raises
    `Invalid` or `TooMany`.
    """
    with snapshot() as session:
        person = get_person(session, actor.person_id)
        by_code = bool(factors_of(session, actor.person_id))
    if by_code:
        _show_code(actor, code, address=address)
    else:
        _show(actor, person.email, person.password_hash, password, field="password", address=address)


def _show_code(actor: Actor, code: str, *, address: str) -> None:
    account = code_account(actor.person_id)
    count_attempt(account, address)
    with transaction() as session:
        right = use_code(session, actor.person_id, code) is not None
        note_proof(session, actor, right=right, address=address)
        if right:
            forgive(session, account, address)
    if not right:
        raise Invalid("check_your_answers", fields={"code": "wrong_code"})


def _show(actor: Actor, email: str, password_hash: str | None, password: str, *, field: str, address: str) -> None:
    """Counted together with sign-ins: a stolen session is no better place to guess from."""
    count_attempt(email, address)
    right = is_password(password_hash, password)
    with transaction() as session:
        note_proof(session, actor, right=right, address=address)
        if right:
            forgive(session, email, address)
    if not right:
        raise Invalid("check_your_answers", fields={field: "wrong_password"})


def _put(session: Session, actor: Actor, before: str | None, password_hash: str) -> str:
    person = locked(session, Person, actor.person_id)
    if person is None or person.password_hash != before:
        raise Conflict("password_changed_meanwhile")
    person.password_hash = password_hash
    void_links(session, actor.person_id)
    end_sessions_of(session, actor.person_id, but=actor.session_id)
    record(session, actor, "password_changed")
    session.flush()
    return renew_token(session, actor)
