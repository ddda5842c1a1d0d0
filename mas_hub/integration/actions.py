"""Making, using and revoking tokens."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.audit.actions import record
from mas_hub.db import locked, snapshot, transaction
from mas_hub.errors import NotFound
from mas_hub.identity.fresh import require_fresh
from mas_hub.identity.models import Agency
from mas_hub.identity.queries import token_hash
from mas_hub.integration.models import ApiToken
from mas_hub.integration.queries import actor_of, count_in_use
from mas_hub.integration.rules import NOTED_EVERY, check_room_for_another

PREFIX = "mas_hub_"
"""So that whoever finds a token knows what it opens."""


def make_token(session: Session, actor: Actor, *, name: str, scopes: Sequence[str], days: int) -> tuple[ApiToken, str]:
    """The token's row, and the token itself, which is kept nowhere. It is for the maker's own agency."""
    require(actor, Can.MAKE_TOKENS)
    require_fresh(session, actor)
    locked(session, Agency, actor.agency_id)
    check_room_for_another(count_in_use(session, actor.agency_id))
    secret, now = PREFIX + secrets.token_urlsafe(32), clock.now()
    token = ApiToken(
        agency_id=actor.agency_id,
        maker_id=actor.person_id,
        name=name,
        token_hash=token_hash(secret),
        scopes=list(scopes),
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(token)
    session.flush()
    record(session, actor, "token_made", made=token.id, scopes=list(scopes), days=days)
    return token, secret


def revoke_token(session: Session, actor: Actor, token_id: int) -> ApiToken:
    """By a recorder of its agency or an administrator. It cannot be undone."""
    require(actor, Can.REVOKE_TOKENS)
    token = locked(session, ApiToken, token_id)
    if token is None or (token.agency_id != actor.agency_id and Can.MANAGE_IDENTITY not in actor.can):
        raise NotFound
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = clock.now(), actor.person_id
        session.flush()
        record(session, actor, "token_revoked", revoked=token.id, of_agency=token.agency_id)
    return token


def enter_by_token(secret: str, scope: str) -> Actor:
    """Whoever holds the token; notes that it was used. Opens its own transactions. Raises as `actor_of` does."""
    with snapshot() as session:
        actor, last_used_at = actor_of(session, secret, scope)
    now = clock.now()
    if last_used_at is None or last_used_at <= now - NOTED_EVERY:
        with transaction() as session:
            not_noted = or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at <= now - NOTED_EVERY)
            session.execute(update(ApiToken).where(ApiToken.id == actor.token_id, not_noted).values(last_used_at=now))
    return actor
