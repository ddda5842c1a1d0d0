"""Tokens on the page: seen, made and revoked by people who are signed in."""

from flask import Blueprint, Flask, Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.identity.fresh import require_fresh
from mas_hub.integration import record_system
from mas_hub.integration.actions import enter_by_token, make_token, revoke_token
from mas_hub.integration.queries import list_tokens, token_view
from mas_hub.integration.rules import CALLS_PER_SECOND
from mas_hub.integration.schemas import NewTokenSchema
from mas_hub.web.answers import body
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor
from mas_hub.web.tokens import enter_tokens_with

blueprint = Blueprint("integration", __name__)

A_TOKEN = {
    "id": 3,
    "name": "Case files, live",
    "agency": {"id": 2, "name": {"en": "Fellshire Constabulary", "cy": None}, "code": "POL", "colour": 2},
    "scopes": ["read_decisions", "post_receipts"],
    "state": "in_use",
    "made_by": "Kath Dawson",
    "made_at": "2026-09-21T15:10:00.000000Z",
    "expires_at": "2026-12-20T15:10:00.000000Z",
    "last_used_at": None,
}


def init(app: Flask) -> None:
    """Register this room's routes, and hand the web how a token becomes an actor."""
    enter_tokens_with(app, enter_by_token, CALLS_PER_SECOND)
    app.register_blueprint(blueprint)
    app.register_blueprint(record_system.blueprint)


@blueprint.get("/api/tokens")
@describe(
    "The tokens of one's own agency's record system; every agency's for an administrator",
    response={"tokens": [A_TOKEN], "may_make": True},
)
@needs(Can.REVOKE_TOKENS)
def tokens() -> Response:
    actor = current_actor()
    with snapshot() as session:
        views = [token_view(session, each) for each in list_tokens(session, actor)]
    return jsonify(tokens=views, may_make=Can.MAKE_TOKENS in actor.can)


@blueprint.post("/api/tokens")
@describe(
    "Make a token for one's own agency's record system; it is said in this answer, once",
    request=NewTokenSchema,
    example={"name": "Case files, live", "scopes": ["read_decisions", "post_receipts"], "days": 90},
    response={"ok": True, "token": A_TOKEN, "secret": "mas_hub_..."},
)
@needs(Can.MAKE_TOKENS)
def make() -> Response:
    said = body(NewTokenSchema)
    with transaction() as session:
        require_fresh(session, current_actor())
        token, secret = make_token(session, current_actor(), **said)
        view = token_view(session, token)
    return jsonify(ok=True, token=view, secret=secret)


@blueprint.delete("/api/tokens/<int:token_id>")
@describe("Revoke a token: it opens nothing any more, at once", response={"ok": True, "token": A_TOKEN})
@needs(Can.REVOKE_TOKENS)
def revoke(token_id: int) -> Response:
    with transaction() as session:
        view = token_view(session, revoke_token(session, current_actor(), token_id))
    return jsonify(ok=True, token=view)
