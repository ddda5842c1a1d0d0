"""Signing in at one's own agency: setting out, coming back, connecting and no longer."""

from flask import Blueprint, Response, jsonify, request
from marshmallow import Schema, validate

from mas_hub.db import transaction
from mas_hub.identity.devices import device_of
from mas_hub.identity.providers import Back, come_back, disconnect, set_out
from mas_hub.identity.session_routes import A_SESSION, answer_came
from mas_hub.identity.throttle import network_of
from mas_hub.web.answers import body
from mas_hub.web.bounds import bounds
from mas_hub.web.fields import Id, PlainText
from mas_hub.web.guard import public, signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor, drop_cookie, find_actor, kept_cookie, own_address, set_cookie

blueprint = Blueprint("provider", __name__)

FLOW = "flow"
"""The cookie of the browser that set out, the only one that can come back: its token, and the page it set out from."""
BACK_AT = "sign-in/return"
AN_ADDRESS = {"address": "https://login.example.org/authorize?…"}


class ProviderSchema(Schema):
    provider_id = Id(required=True)


class LeaveSchema(ProviderSchema):
    """`path`: the page here that they wanted, and find when they come back."""

    path = PlainText(load_default="/", max=200, validate=validate.Regexp(r"\A/([a-z0-9-]+(/[a-z0-9-]+)*/*)?\Z"))


class BackSchema(Schema):
    """What stands in the address to which the provider sends people back. Without a `code` it refused them."""

    state = PlainText(required=True, max=200)
    code = PlainText(load_default="", blank=True, max=4_000, lines=False)
    iss = PlainText(load_default="", blank=True, max=1_000, lines=False)


@blueprint.post("/api/session/provider")
@describe("Sign in at one's own agency: where to go", request=LeaveSchema, response=AN_ADDRESS)
@public("whoever signs in is not signed in yet")
def leave() -> Response:
    bounds().visitors.take(network_of(request.remote_addr or ""))
    given = body(LeaveSchema)
    device = device_of(request.user_agent.string)
    setting_out = set_out(given["provider_id"], _back_at(), device=device)
    response = jsonify(address=setting_out.address)
    set_cookie(response, FLOW, setting_out.token + given["path"])
    return response


@blueprint.post("/api/account/provider")
@describe("Connect one's account at one's own agency: where to go", request=ProviderSchema, response=AN_ADDRESS)
@signed_in
def connect() -> Response:
    provider_id: int = body(ProviderSchema)["provider_id"]
    setting_out = set_out(provider_id, _back_at(), device="", actor=current_actor())
    response = jsonify(address=setting_out.address)
    set_cookie(response, FLOW, setting_out.token)
    return response


@blueprint.post("/api/session/provider/answer")
@describe("Come back from there", request=BackSchema, response={**A_SESSION, "connected": False, "path": "/"})
@public("whoever signs in is not signed in yet")
def come() -> Response:
    bounds().visitors.take(network_of(request.remote_addr or ""))
    given = body(BackSchema)
    back = Back(given["state"], given["code"], given["iss"])
    address = request.remote_addr or ""
    token, slash, rest = kept_cookie(FLOW).partition("/")
    came = come_back(token, back, _back_at(), actor=find_actor(), address=address)
    response = answer_came(came, path=slash + rest) if came is not None else jsonify(connected=True)
    drop_cookie(response, FLOW)
    return response


@blueprint.delete("/api/account/provider/<int:provider_id>")
@describe("Sign in there no longer", response={"ok": True})
@signed_in
def disconnected(provider_id: int) -> Response:
    with transaction() as session:
        disconnect(session, current_actor(), provider_id)
    return jsonify(ok=True)


def _back_at() -> str:
    """Where the provider sends people back to, as it is registered there: in production always over TLS."""
    return f"{own_address()}{BACK_AT}"
