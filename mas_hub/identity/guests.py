"""People without an account. A guest is a person with one seat in one meeting: they are in no directory, nobody signs
in as them, and their session reaches that meeting alone (docs/decisions/0026)."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.identity.actions import add_person
from mas_hub.identity.models import Person, SignInSession
from mas_hub.identity.queries import token_hash
from mas_hub.identity.sessions import end_sessions_of

NO_ADDRESS = "guest.invalid"
"""A guest has no e-mail address; this domain can have none."""
NOBODY = "–"
"""What stands for a guest's name once they are retired."""


def add_guest(session: Session, *, agency_id: int, name: str, job: str) -> Person:
    address = f"{secrets.token_hex(12)}@{NO_ADDRESS}"
    guest = add_person(session, agency_id=agency_id, name=name, job=job, email=address, language="en", active=True)
    guest.guest = True
    session.flush()
    return guest


def retire_guest(session: Session, person_id: int) -> None:
    """The one meeting they came for is gone, or their seat before they came: nothing asks for their name any more."""
    guest = session.get_one(Person, person_id)
    guest.name, guest.job, guest.active = NOBODY, "", False
    session.flush()
    end_sessions_of(session, person_id)


def begin_guest_session(session: Session, person_id: int, meeting_id: int, *, language: str) -> tuple[str, int]:
    """A new session's token and id. It holds for this meeting only."""
    session.get_one(Person, person_id).language = language
    token, now = secrets.token_urlsafe(32), clock.now()
    begun = SignInSession(
        token_hash=token_hash(token), person_id=person_id, created_at=now, last_seen_at=now, meeting_id=meeting_id
    )
    session.add(begun)
    session.flush()
    return token, begun.id


def end_guest_sessions(session: Session, meeting_id: int) -> None:
    """Every guest of this meeting is out."""
    held = select(SignInSession.person_id).where(
        SignInSession.meeting_id == meeting_id, SignInSession.ended_at.is_(None)
    )
    for person_id in session.scalars(held.distinct()):
        end_sessions_of(session, person_id)
