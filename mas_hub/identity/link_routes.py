"""Links that let somebody set their password: made by an administrator, asked for by who forgot it, and used."""

import time

from flask import Blueprint, Response, jsonify, request
from marshmallow import Schema

from mas_hub import clock
from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.identity.devices import device_of
from mas_hub.identity.fresh import require_fresh
from mas_hub.identity.links import ask_for_link, look_at_link, make_link, use_link
from mas_hub.identity.schemas import Password
from mas_hub.identity.session_routes import A_SESSION, answer_came
from mas_hub.mail import is_on
from mas_hub.web.answers import body
from mas_hub.web.fields import PlainText, YesNo
from mas_hub.web.guard import needs, public
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("link", __name__)

ALWAYS_TAKES_S = 0.4
"""What is answered to a forgotten password is answered no sooner, whether there was something to do or not."""

A_LINK = {"purpose": "invitation", "expires_at": "2026-09-28T12:00:00Z", "path": "/set-password#…", "by_mail": False}


class LinkSchema(Schema):
    by_mail = YesNo(required=True)


class ForgottenSchema(Schema):
    email = PlainText(required=True, max=254)


class TokenSchema(Schema):
    token = PlainText(required=True, max=100)


class NewPasswordSchema(TokenSchema):
    password = Password(required=True, load_only=True)


@blueprint.post("/api/people/<int:person_id>/link")
@describe("A link with which somebody sets their password", request=LinkSchema, response=A_LINK)
@needs(Can.MANAGE_IDENTITY)
def make(person_id: int) -> Response:
    by_mail: bool = body(LinkSchema)["by_mail"]
    with transaction() as session:
        require_fresh(session, current_actor())
        made = make_link(session, current_actor(), person_id, by_mail=by_mail)
    return jsonify(purpose=made.purpose, expires_at=clock.iso(made.expires_at), path=made.path, by_mail=by_mail)


@blueprint.post("/api/session/forgotten")
@describe("Ask for a link by e-mail", request=ForgottenSchema, response={"ok": True, "mail": True})
@public("whoever forgot their password cannot sign in")
def forgotten() -> Response:
    begun = time.monotonic()
    ask_for_link(body(ForgottenSchema)["email"], address=request.remote_addr or "")
    time.sleep(max(0.0, begun + ALWAYS_TAKES_S - time.monotonic()))
    return jsonify(ok=True, mail=is_on())


@blueprint.post("/api/session/link")
@describe("Whose link this is", request=TokenSchema, response={"purpose": "invitation", "name": "", "email": ""})
@public("whoever has such a link cannot sign in yet")
def look() -> Response:
    token: str = body(TokenSchema)["token"]
    with snapshot() as session:
        return jsonify(look_at_link(session, token))


@blueprint.put("/api/session/link")
@describe("Set the password, and sign in", request=NewPasswordSchema, response=A_SESSION)
@public("whoever has such a link cannot sign in yet")
def use() -> Response:
    given = body(NewPasswordSchema)
    return answer_came(use_link(given["token"], given["password"], device=device_of(request.user_agent.string)))
