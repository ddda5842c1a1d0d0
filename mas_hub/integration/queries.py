from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can
from mas_hub.errors import Forbidden, SignedOut
from mas_hub.identity.labels import agency_label
from mas_hub.identity.models import Agency, Person
from mas_hub.identity.queries import token_hash
from mas_hub.integration.models import ApiToken


def list_tokens(session: Session, actor: Actor) -> Sequence[ApiToken]:
    """A recorder sees their agency's, an administrator everybody's. The newest first."""
    query = select(ApiToken).order_by(ApiToken.id.desc())
    if Can.MANAGE_IDENTITY not in actor.can:
        query = query.where(ApiToken.agency_id == actor.agency_id)
    return session.scalars(query).all()


def count_in_use(session: Session, agency_id: int) -> int:
    alive = (ApiToken.revoked_at.is_(None), ApiToken.expires_at > clock.now())
    return session.scalar(select(func.count()).where(ApiToken.agency_id == agency_id, *alive)) or 0


def actor_of(session: Session, secret: str, scope: str) -> tuple[Actor, datetime | None]:
    """Its maker as they are now, acting through this token, and when it was last used.

    Raises:
        SignedOut: unknown, expired, revoked, or its maker no longer records for the agency.
        Forbidden: it is good, but not for this.
    """
    token = session.scalar(select(ApiToken).where(ApiToken.token_hash == token_hash(secret)))
    maker = session.get(Person, token.maker_id) if token is not None else None
    if token is None or maker is None or state_of(session, token) != "in_use":
        raise SignedOut("token_refused")
    if scope and scope not in token.scopes:
        raise Forbidden("token_lacks_scope", scope=scope)
    actor = Actor(maker.id, token.agency_id, frozenset({"recorder"}), maker.language, token_id=token.id)
    return actor, token.last_used_at


def require_in_use(session: Session, actor: Actor) -> None:
    """Raise `SignedOut` unless the token through which the actor asked can still be used: what was asked for took a
    while to make."""
    token = session.get(ApiToken, actor.token_id or 0)
    if token is None or state_of(session, token) != "in_use":
        raise SignedOut("token_refused")


def state_of(session: Session, token: ApiToken) -> str:
    """in_use, revoked, expired, or orphaned: its maker is no longer an active recorder of the agency."""
    if token.revoked_at is not None:
        return "revoked"
    if token.expires_at <= clock.now():
        return "expired"
    maker, agency = session.get_one(Person, token.maker_id), session.get_one(Agency, token.agency_id)
    records = maker.active and maker.agency_id == token.agency_id and "recorder" in maker.roles
    return "in_use" if records and agency.active else "orphaned"


def token_view(session: Session, token: ApiToken) -> dict[str, Any]:
    agency = session.get_one(Agency, token.agency_id)
    return {
        "id": token.id,
        "name": token.name,
        "agency": agency_label(agency),
        "scopes": token.scopes,
        "state": state_of(session, token),
        "made_by": session.get_one(Person, token.maker_id).name,
        "made_at": clock.iso(token.made_at),
        "expires_at": clock.iso(token.expires_at),
        "last_used_at": clock.iso(token.last_used_at),
    }
