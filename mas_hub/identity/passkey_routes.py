"""Passkeys: signing in with one, after a password, showing again that it is oneself, and one's own."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from mas_hub.db import transaction
from mas_hub.errors import Conflict
from mas_hub.identity.devices import device_of
from mas_hub.identity.fresh import require_fresh
from mas_hub.identity.passkey_entering import (
    add_own,
    answer_at_step,
    ask_at_step,
    ask_for_proof,
    ask_to_add,
    ask_to_make_at_step,
    begin_with_passkey,
    make_at_step,
    prove_with_passkey,
    sign_in_with_passkey,
)
from mas_hub.identity.passkey_schemas import AddPasskeySchema, NamePasskeySchema, ShowPasskeySchema
from mas_hub.identity.passkeys import remove_passkey
from mas_hub.identity.session_routes import A_SESSION, STEP, answer_session
from mas_hub.identity.throttle import network_of
from mas_hub.identity.webauthn_checks import RelyingParty, Shown, relying_party_at
from mas_hub.web.answers import body
from mas_hub.web.bounds import bounds
from mas_hub.web.guard import public, signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor, drop_cookie, kept_cookie, set_cookie, settings

blueprint = Blueprint("passkey", __name__)

BROWSER = "passkey"
"""The cookie of the browser that was asked, the only one that can answer."""

TO_SHOW: dict[str, Any] = {
    "options": {"challenge": "…", "rpId": "hub.example.org", "allowCredentials": [], "userVerification": "required"}
}
TO_MAKE: dict[str, Any] = {
    "options": {"challenge": "…", "rp": {"id": "hub.example.org", "name": "mas_hub"}, "user": {"id": "…"}}
}
CODES = {"recovery_codes": ["abcd-efgh-jkmn-pqrs-tuvw-xyz2"]}


@blueprint.post("/api/session/passkey/options")
@describe("Sign in with a passkey: what the browser is asked", response=TO_SHOW)
@public("whoever signs in is not signed in yet")
def begin() -> Response:
    bounds().visitors.take(network_of(_address()))
    options, token = begin_with_passkey(_party())
    response = jsonify(options=options)
    set_cookie(response, BROWSER, token)
    return response


@blueprint.post("/api/session/passkey")
@describe("Sign in with a passkey", request=ShowPasskeySchema, response=A_SESSION)
@public("whoever signs in is not signed in yet")
def enter() -> Response:
    device = device_of(request.user_agent.string)
    token = sign_in_with_passkey(_party(), kept_cookie(BROWSER), _shown(), address=_address(), device=device)
    response = answer_session(token)
    drop_cookie(response, BROWSER)
    return response


@blueprint.post("/api/session/step/passkey/options")
@describe("Sign in: a passkey in place of a code, what the browser is asked", response=TO_SHOW)
@public("whoever signs in is not signed in yet")
def ask_step() -> Response:
    return jsonify(options=ask_at_step(_party(), kept_cookie(STEP)))


@blueprint.post("/api/session/step/passkey")
@describe("Sign in: a passkey in place of a code", request=ShowPasskeySchema, response=A_SESSION)
@public("whoever signs in is not signed in yet")
def answer_step() -> Response:
    return answer_session(answer_at_step(_party(), kept_cookie(STEP), _shown(), address=_address()))


@blueprint.post("/api/session/step/passkeys/options")
@describe("Sign in: set up a passkey, what the browser is asked", request=NamePasskeySchema, response=TO_MAKE)
@public("whoever signs in is not signed in yet")
def ask_set_up() -> Response:
    body(NamePasskeySchema)
    return jsonify(options=ask_to_make_at_step(_party(), kept_cookie(STEP)))


@blueprint.post("/api/session/step/passkeys")
@describe("Sign in: set up a passkey", request=AddPasskeySchema, response={**A_SESSION, **CODES})
@public("whoever signs in is not signed in yet")
def set_up() -> Response:
    given = body(AddPasskeySchema)
    token, codes = make_at_step(_party(), kept_cookie(STEP), given["made"], name=given["name"])
    return answer_session(token, {"recovery_codes": codes})


@blueprint.post("/api/account/passkeys/options")
@describe("Add a passkey: what the browser is asked", request=NamePasskeySchema, response=TO_MAKE)
@signed_in
def ask_add() -> Response:
    body(NamePasskeySchema)
    return jsonify(options=ask_to_add(_party(), current_actor()))


@blueprint.post("/api/account/passkeys")
@describe("Add a passkey", request=AddPasskeySchema, response=CODES)
@signed_in
def add() -> Response:
    """`recovery_codes` null: there is another second factor, whose codes stay."""
    given = body(AddPasskeySchema)
    return jsonify(recovery_codes=add_own(_party(), current_actor(), given["made"], name=given["name"]))


@blueprint.delete("/api/account/passkeys/<int:passkey_id>")
@describe("Remove a passkey", response={"ok": True})
@signed_in
def remove(passkey_id: int) -> Response:
    with transaction() as session:
        require_fresh(session, current_actor())
        remove_passkey(session, current_actor(), passkey_id)
    return jsonify(ok=True)


@blueprint.post("/api/account/proof/passkey/options")
@describe("Show again that it is oneself, by a passkey: what the browser is asked", response=TO_SHOW)
@signed_in
def ask_proof() -> Response:
    return jsonify(options=ask_for_proof(_party(), current_actor()))


@blueprint.post("/api/account/proof/passkey")
@describe("Show again that it is oneself, by a passkey", request=ShowPasskeySchema, response={"ok": True})
@signed_in
def prove() -> Response:
    prove_with_passkey(_party(), current_actor(), _shown(), address=_address())
    return jsonify(ok=True)


def _party() -> RelyingParty:
    party = relying_party_at(settings().public_url)
    if party is None:
        raise Conflict("passkeys_off")
    return party


def _shown() -> Shown:
    shown: Shown = body(ShowPasskeySchema)["shown"]
    return shown


def _address() -> str:
    return request.remote_addr or ""
