"""One's own account: password, where one is signed in, and showing again that it is oneself."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.orm import Session

from mas_hub import clock
from mas_hub.access.actor import Actor
from mas_hub.db import snapshot, transaction
from mas_hub.identity.account import change_own_password, prove
from mas_hub.identity.account_schemas import PasswordChangeSchema, ProofSchema
from mas_hub.identity.devices import device_view
from mas_hub.identity.passkeys import passkey_views
from mas_hub.identity.providers import own_providers_view
from mas_hub.identity.queries import get_person, list_own_sessions
from mas_hub.identity.second_factor import second_factor_view
from mas_hub.identity.sessions import end_other_sessions, end_own_session
from mas_hub.web.answers import body
from mas_hub.web.guard import signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor, set_cookie

blueprint = Blueprint("account", __name__)

AN_ACCOUNT = {
    "sessions": [
        {
            "id": 1,
            "device": {"browser": "firefox", "system": "windows"},
            "since": "2026-09-21T12:00:00Z",
            "last_used": "2026-09-21T12:30:00Z",
            "how": ["password", "app"],
            "this": True,
        }
    ],
    "second_factor": {"since": "2026-09-01T09:00:00Z", "needed": True, "recovery_codes": 9, "reset_at": None},
    "passkeys": [{"id": 1, "name": "Work laptop", "added": "2026-09-01T09:00:00Z", "last_used": None}],
    "providers": [{"id": 1, "name": "Fellshire Council", "connected": "2026-09-01T09:00:00Z"}],
}


@blueprint.get("/api/account")
@describe("One's own account, and where one is signed in", response=AN_ACCOUNT)
@signed_in
def account() -> Response:
    with snapshot() as session:
        return jsonify(_view(session, current_actor()))


@blueprint.put("/api/account/password")
@describe("Change one's own password", request=PasswordChangeSchema, response=AN_ACCOUNT)
@signed_in
def change_password() -> Response:
    token = change_own_password(current_actor(), **body(PasswordChangeSchema), address=request.remote_addr or "")
    response = account()
    set_cookie(response, "session", token)
    return response


@blueprint.post("/api/account/proof")
@describe("Show again that it is oneself, for what is asked afresh", request=ProofSchema, response={"ok": True})
@signed_in
def prove_again() -> Response:
    prove(current_actor(), **body(ProofSchema), address=request.remote_addr or "")
    return jsonify(ok=True)


@blueprint.delete("/api/account/sessions/<int:session_id>")
@describe("Sign out elsewhere", response=AN_ACCOUNT)
@signed_in
def end_session(session_id: int) -> Response:
    with transaction() as session:
        end_own_session(session, current_actor(), session_id)
        return jsonify(_view(session, current_actor()))


@blueprint.delete("/api/account/sessions")
@describe("Sign out everywhere else", response=AN_ACCOUNT)
@signed_in
def end_sessions() -> Response:
    with transaction() as session:
        token = end_other_sessions(session, current_actor())
        response = jsonify(_view(session, current_actor()))
    set_cookie(response, "session", token)
    return response


def _view(session: Session, actor: Actor) -> dict[str, Any]:
    return {
        "sessions": [
            {
                "id": each.id,
                "device": device_view(each.device),
                "since": clock.iso(each.created_at),
                "last_used": clock.iso(each.last_seen_at),
                "how": each.how.split(),
                "this": each.id == actor.session_id,
            }
            for each in list_own_sessions(session, actor.person_id)
        ],
        "second_factor": second_factor_view(session, get_person(session, actor.person_id)),
        "passkeys": passkey_views(session, actor.person_id),
        "providers": own_providers_view(session, get_person(session, actor.person_id)),
    }
