"""Links that let somebody set their password, once: an invitation, or when it was forgotten (docs/decisions/0033)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.db import locked, snapshot, transaction
from mas_hub.errors import Conflict, NotFound
from mas_hub.identity.models import Person, SignInLink
from mas_hub.identity.passwords import hash_password
from mas_hub.identity.queries import find_person_by_email, get_person, may_come_in, password_words, token_hash
from mas_hub.identity.rules import check_password
from mas_hub.identity.sessions import end_sessions_of
from mas_hub.identity.steps import LINK, Came, enter_person
from mas_hub.identity.throttle import count_attempt
from mas_hub.mail import is_on, link, queue_mail

INVITATION, RESET = "invitation", "reset"
_LETTERS = {INVITATION: "sign_in_invitation", RESET: "sign_in_reset"}
INVITATION_LASTS = timedelta(days=7)
RESET_BY_ADMINISTRATOR_LASTS = timedelta(hours=24)
RESET_LASTS = timedelta(hours=1)
NOT_AGAIN_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Made:
    """`path`: the page's own address with the token, for once; None when it went by e-mail."""

    purpose: str
    expires_at: datetime
    path: str | None


def make_link(session: Session, actor: Actor, person_id: int, *, by_mail: bool) -> Made:
    """Invite somebody, or let them set a new password. Links made for them before open nothing any more.

    Raises:
        Conflict: `person_not_active`, or `mail_is_off` where it was to go by e-mail.
    """
    require(actor, Can.MANAGE_IDENTITY)
    person = locked(session, Person, person_id)
    if person is None or person.guest:
        raise NotFound
    if not may_come_in(session, person):
        raise Conflict("person_not_active")
    if by_mail and not is_on():
        raise Conflict("mail_is_off")
    purpose = RESET if person.password_hash else INVITATION
    lasts = INVITATION_LASTS if purpose == INVITATION else RESET_BY_ADMINISTRATOR_LASTS
    made, path = _make(session, person, purpose, lasts, made_by=actor.person_id)
    record(
        session,
        actor,
        "sign_in_link_made",
        of_person=person.id,
        of_agency=person.agency_id,
        purpose=purpose,
        by_mail=by_mail,
    )
    if by_mail:
        queue_mail(session, person.email, _LETTERS[purpose], person.language, link=link(path))
    return Made(purpose, made.expires_at, None if by_mail else path)


def ask_for_link(email: str, *, address: str) -> None:
    """Somebody says that they forgot their password. What is answered is the same, whoever they are.

    Raises `TooMany`, counted alike for whom there is and whom there is not.
    """
    email = email.lower()
    count_attempt(f"forgotten {email}", address)
    with transaction() as session:
        person = find_person_by_email(session, email)
        record(session, None, "password_forgotten", person_id=person.id if person else None, address=address)
        if person is None or person.guest or not may_come_in(session, person):
            return
        if not is_on() or _asked_just_now(session, person.id):
            return
        _, path = _make(session, person, RESET, RESET_LASTS)
        queue_mail(session, person.email, "sign_in_reset", person.language, link=link(path))


def look_at_link(session: Session, token: str) -> dict[str, Any]:
    """Whose link it is. Raises `NotFound` (`link_not_good`) alike for used, old and made-up ones."""
    row = _good(session, token)
    person = get_person(session, row.person_id)
    return {"purpose": row.purpose, "name": person.name, "email": person.email}


def use_link(token: str, password: str, *, device: str) -> Came:
    """Set the password, and come in: where a second factor is asked for, to its step. Opens its own transactions.

    Whatever the person was signed in with ends. Raises `NotFound` (`link_not_good`) or `Invalid`.
    """
    with snapshot() as session:
        person = get_person(session, _good(session, token).person_id)
        words = password_words(session, person.name, person.email)
    check_password(password, words)
    password_hash = hash_password(password)
    with transaction() as session:
        row = locked(session, SignInLink, _good(session, token).id)
        person_now = locked(session, Person, person.id)
        if row is None or row.used_at is not None or person_now is None:
            raise NotFound("link_not_good")
        row.used_at = clock.now()
        person_now.password_hash = password_hash
        void_links(session, person.id)
        end_sessions_of(session, person.id)
        actor = Actor(person.id, person_now.agency_id, frozenset(person_now.roles), person_now.language)
        record(session, actor, "password_set_by_link", purpose=row.purpose)
        queue_mail(session, person.email, "password_set", person_now.language)
        return enter_person(session, person_now, device, how=LINK)


def _make(
    session: Session, person: Person, purpose: str, lasts: timedelta, made_by: int | None = None
) -> tuple[SignInLink, str]:
    """The link, and the address it has on the page: after the `#`, so that no server and no log is told the token.

    One that anybody can ask for (`made_by` None) leaves alone what an administrator made.
    """
    void_links(session, person.id, asked_for_only=made_by is None)
    token, now = secrets.token_urlsafe(32), clock.now()
    made = SignInLink(
        token_hash=token_hash(token),
        person_id=person.id,
        purpose=purpose,
        made_by=made_by,
        made_at=now,
        expires_at=now + lasts,
    )
    session.add(made)
    session.flush()
    return made, f"/set-password#{token}"


def void_links(session: Session, person_id: int, *, asked_for_only: bool = False) -> None:
    """They open nothing any more: of who is inactive, of who has another password, of an address that is theirs no
    more. A mistyped address may be somebody's."""
    unused = [SignInLink.person_id == person_id, SignInLink.used_at.is_(None), SignInLink.expires_at > clock.now()]
    if asked_for_only:
        unused.append(SignInLink.made_by.is_(None))
    session.execute(update(SignInLink).where(*unused).values(expires_at=clock.now()))


def _asked_just_now(session: Session, person_id: int) -> bool:
    """So that nobody's letter box is filled from here."""
    lately = select(SignInLink.id).where(
        SignInLink.person_id == person_id,
        SignInLink.made_by.is_(None),
        SignInLink.made_at > clock.now() - NOT_AGAIN_WITHIN,
    )
    return session.scalars(lately.limit(1)).first() is not None


def _good(session: Session, token: str) -> SignInLink:
    found = session.scalars(
        select(SignInLink).where(
            SignInLink.token_hash == token_hash(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > clock.now(),
        )
    ).one_or_none()
    if found is None or not may_come_in(session, get_person(session, found.person_id)):
        raise NotFound("link_not_good")
    return found
