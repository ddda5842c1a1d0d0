"""What a device is asked to sign: random, kept as a hash, good once, for a few minutes, where it was made for."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, delete, or_
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.db import transaction
from mas_hub.identity.passkey_models import PasskeyChallenge
from mas_hub.identity.queries import token_hash

CHALLENGE_LASTS = timedelta(minutes=5)
ADD, SIGN_IN, STEP, PROVE = "add", "sign_in", "step", "prove"


@dataclass(frozen=True)
class Bound:
    """What the answer is for, and where alone it counts: one browser, one step of signing in, one session."""

    purpose: str
    to: str


def in_browser(token: str) -> Bound:
    """`token`: what that browser's cookie keeps."""
    return Bound(SIGN_IN, f"browser {token_hash(token)}")


def at_step(purpose: str, step_token: str) -> Bound:
    return Bound(purpose, f"step {token_hash(step_token)}")


def in_session(purpose: str, session_id: int | None) -> Bound:
    return Bound(purpose, f"session {session_id}")


@dataclass(frozen=True)
class Taken:
    user_handle: str | None


def make_challenge(session: Session, bound: Bound, *, user_handle: str | None = None) -> str:
    """One that was made before for the same counts no more."""
    now = clock.now()
    before = and_(PasskeyChallenge.purpose == bound.purpose, PasskeyChallenge.bound_to == bound.to)
    session.execute(delete(PasskeyChallenge).where(or_(before, PasskeyChallenge.made_at <= now - CHALLENGE_LASTS)))
    challenge = secrets.token_urlsafe(32)
    session.add(
        PasskeyChallenge(
            challenge_hash=token_hash(challenge),
            purpose=bound.purpose,
            bound_to=bound.to,
            user_handle=user_handle,
            made_at=now,
        )
    )
    session.flush()
    return challenge


def take_challenge(challenge: str, bound: Bound) -> Taken | None:
    """It is used up with this, whatever comes of the answer. Opens its own transaction."""
    with transaction() as session:
        row = session.scalars(
            delete(PasskeyChallenge)
            .where(
                PasskeyChallenge.challenge_hash == token_hash(challenge),
                PasskeyChallenge.purpose == bound.purpose,
                PasskeyChallenge.bound_to == bound.to,
                PasskeyChallenge.made_at > clock.now() - CHALLENGE_LASTS,
            )
            .returning(PasskeyChallenge)
        ).one_or_none()
        return Taken(row.user_handle) if row is not None else None
