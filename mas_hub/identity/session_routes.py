"""Signing in and out, and the language one is answered in."""

from collections.abc import Mapping

from flask import Blueprint, Flask, Response, jsonify, request

from mas_hub.access.actor import Actor
from mas_hub.db import snapshot, transaction
from mas_hub.identity.actions import set_language
from mas_hub.identity.devices import device_of
from mas_hub.identity.passwords import DEMO_PASSWORD
from mas_hub.identity.schemas import LanguageSchema, SignInSchema
from mas_hub.identity.sessions import enter, sign_out
from mas_hub.identity.steps import Came, sign_in
from mas_hub.identity.views import signed_in_view
from mas_hub.identity.webauthn_checks import relying_party_at
from mas_hub.web import csrf
from mas_hub.web.answers import body
from mas_hub.web.guard import public
from mas_hub.web.languages import remember_language
from mas_hub.web.openapi import describe
from mas_hub.web.session import drop_cookie, find_actor, forget_actor, session_token, set_cookie, settings

blueprint = Blueprint("session", __name__)

STEP = "step"
"""The cookie of somebody who has come half way."""

A_SESSION = {
    "signed_in": True,
    "csrf_token": "…",
    "person": {
        "id": 1,
        "name": "Dina Farouk",
        "job": "Detective sergeant",
        "email": "dina@police.example",
        "language": "en",
        "roles": ["recorder"],
        "agency": {
            "id": 1,
            "name": {"en": "Fellshire Constabulary", "cy": None},
            "code": "POL",
            "colour": 2,
            "short": {"en": "Police", "cy": "Heddlu"},
        },
    },
    "partnership": {"name": {"en": "Fellshire Safeguarding Children Partnership", "cy": None}, "nation": "england"},
    "demo": False,
    "mail": True,
    "providers": [{"id": 1, "name": "Fellshire Council"}],
    "demo_people": [],
    "demo_password": None,
    "step": None,
    "passkeys_at": "https://hub.example.org",
}


def init(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/api/session")
@describe("Who is signed in, and the CSRF token for what follows", response=A_SESSION)
@public("the page asks here whether somebody is signed in")
def session_now() -> Response:
    actor = find_actor()
    if actor is not None:
        return _answer(actor, csrf.token_of(session_token() or ""))
    secret = csrf.visitor_secret() or csrf.new_visitor_secret()
    response = _answer(None, csrf.token_of(secret))
    set_cookie(response, csrf.VISITOR, secret)
    # A session's cookie that opens nothing stays: somebody may sign in, in another tab, before this answer is there.
    return response


@blueprint.post("/api/session")
@describe("Sign in", request=SignInSchema, response=A_SESSION)
@public("whoever signs in is not signed in yet")
def begin_session() -> Response:
    given = body(SignInSchema)
    device = device_of(request.user_agent.string)
    came = sign_in(given["email"], given["password"], address=request.remote_addr or "", device=device)
    return answer_came(came)


@blueprint.delete("/api/session")
@describe("Sign out", response={"ok": True})
@public("signing out twice is no mistake")
def end_session() -> Response:
    _end_present_session()
    response = jsonify(ok=True)
    drop_cookie(response, "session")
    return response


@blueprint.put("/api/session/language")
@describe("Choose the language", request=LanguageSchema, response={"ok": True})
@public("the sign-in page is in both languages too")
def choose_language() -> Response:
    language: str = body(LanguageSchema)["language"]
    actor = find_actor()
    if actor is not None:
        with transaction() as session:
            set_language(session, actor, language)
    response = jsonify(ok=True)
    remember_language(response, language)
    return response


def answer_came(came: Came, **more: object) -> Response:
    """Somebody is signed in, or has come half way."""
    return answer_step(came, more) if came.step else answer_session(came.token, more)


def answer_session(token: str, more: Mapping[str, object] | None = None) -> Response:
    """Whoever signed in is told who they are, and their browser keeps the session's token."""
    _end_present_session()
    actor = enter(token)
    response = _answer(actor, csrf.token_of(token), more)
    set_cookie(response, "session", token)
    for name in (csrf.VISITOR, STEP):
        drop_cookie(response, name)
    remember_language(response, actor.language)
    return response


def answer_step(came: Came, more: Mapping[str, object] | None = None) -> Response:
    """Nobody is signed in yet; the browser keeps where they stand. `step`: `code` or `set_up`."""
    _end_present_session()
    secret = csrf.visitor_secret() or csrf.new_visitor_secret()
    response = _answer(None, csrf.token_of(secret), {**(more or {}), "step": came.step, "factors": came.factors})
    set_cookie(response, csrf.VISITOR, secret)
    set_cookie(response, STEP, came.token)
    drop_cookie(response, "session")
    return response


def _end_present_session() -> None:
    actor = find_actor()
    if actor is not None:
        with transaction() as session:
            sign_out(session, actor)
    forget_actor()


def _answer(actor: Actor | None, csrf_token: str, more: Mapping[str, object] | None = None) -> Response:
    with snapshot() as session:
        view = signed_in_view(session, actor)
    demo_password = DEMO_PASSWORD if view["demo"] else None
    party = relying_party_at(settings().public_url)
    own = {"demo_password": demo_password, "passkeys_at": party.origin if party else None}
    return jsonify({**view, **own, "csrf_token": csrf_token, "step": None, **(more or {})})
