"""Some things are asked only of somebody who has just shown that it is them: see docs/decisions/0033."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.db import locked
from mas_hub.errors import Forbidden, SignedOut
from mas_hub.identity.models import SignInSession

FRESH = timedelta(minutes=10)


def require_fresh(session: Session, actor: Actor) -> None:
    """Raise `Forbidden` (`prove_again`) unless the actor signed in, or proved again who they are, within ten minutes.

    The page answers `prove_again` by itself: it asks for the password or a code, and sends the same thing once more.
    Who acts without a session (a command, replay) is not asked.
    """
    if actor.session_id is None:
        return
    proved_at = session.scalar(select(SignInSession.proved_at).where(SignInSession.id == actor.session_id))
    if proved_at is None or proved_at <= clock.now() - FRESH:
        raise Forbidden("prove_again")


def note_proof(session: Session, actor: Actor, *, right: bool, address: str) -> None:
    """Write down that the actor proved who they are, or failed to."""
    held = locked(session, SignInSession, actor.session_id or 0)
    if held is None or held.ended_at is not None:
        raise SignedOut("signed_out")
    if right:
        held.proved_at = clock.now()
        session.flush()
    else:
        record(session, actor, "proof_failed", address=address)
