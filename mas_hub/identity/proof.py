"""What is asked only of somebody who shows, for this very thing, their second factor."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.errors import Forbidden
from mas_hub.identity.fresh import FRESH
from mas_hub.identity.models import SignInSession
from mas_hub.identity.queries import factors_of, get_partnership


def require_second_factor(session: Session, actor: Actor) -> None:
    """Raise `Forbidden` unless the actor proved again who they are, since signing in and within ten minutes.

    Whoever has a second factor proves by it (`identity.account.prove`), and here everybody has to have one; not in the
    demo, whose people are everybody's. An agency's own sign-in does not do: nobody here knows what it asked.
    """
    if not factors_of(session, actor.person_id) and not get_partnership(session).demo:
        raise Forbidden("second_factor_first")
    begun = session.execute(
        select(SignInSession.created_at, SignInSession.proved_at).where(SignInSession.id == actor.session_id)
    ).first()
    if begun is None or begun.proved_at <= begun.created_at or begun.proved_at <= clock.now() - FRESH:
        raise Forbidden("prove_again")
