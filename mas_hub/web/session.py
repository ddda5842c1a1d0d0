"""The session cookie, and who is signed in on this request."""

from collections.abc import Callable

from flask import Flask, Response, current_app, g, request

from mas_hub.access.actor import Actor
from mas_hub.config import Settings
from mas_hub.errors import SignedOut

Enter = Callable[[str, bool], Actor]
"""Takes a session's token and whether this is activity, gives who holds it, raises `SignedOut`."""

UNATTENDED = "Mas-Hub-Unattended"
"""A page names this header where it looks again by itself: nobody asked for it, so it keeps no session awake."""

_SETTINGS = "mas_hub_settings"
_ENTER = "mas_hub_enter"


def use_settings(app: Flask, settings: Settings) -> None:
    app.extensions[_SETTINGS] = settings


def settings() -> Settings:
    found: Settings = current_app.extensions[_SETTINGS]
    return found


def own_address() -> str:
    """Where people reach this service, as its operator says, with a slash at its end. What a request says of itself
    stands in only where they do not say."""
    said = settings()
    if said.public_url:
        return f"{said.public_url}/"
    return f"https://{request.host}/" if said.secure_cookies else request.host_url


def enter_with(app: Flask, enter: Enter) -> None:
    """The identity room hands in how a token becomes an actor."""
    app.extensions[_ENTER] = enter


def cookie_name(*, secure: bool, of: str = "session") -> str:
    """A `__Host-` cookie can be set by this very host over TLS alone; plain HTTP on one's own machine has none."""
    return f"__Host-mas_hub_{of}" if secure else f"mas_hub_{of}"


def kept_cookie(name: str) -> str:
    """What this browser keeps under `name`, or nothing."""
    return request.cookies.get(cookie_name(secure=settings().secure_cookies, of=name)) or ""


def session_token() -> str | None:
    return request.cookies.get(cookie_name(secure=settings().secure_cookies)) or None


def find_actor() -> Actor | None:
    """Who is signed in, asked of the database once a request."""
    if "actor" not in g:
        g.actor = None
        token = session_token()
        if token is not None:
            try:
                g.actor = current_app.extensions[_ENTER](token, UNATTENDED not in request.headers)
            except SignedOut:
                g.actor = None
    actor: Actor | None = g.actor
    return actor


def current_actor() -> Actor:
    """Who is signed in. Raises `SignedOut`."""
    actor = find_actor()
    if actor is None:
        raise SignedOut("signed_out")
    return actor


def forget_actor() -> None:
    """Ask again on the next question: the session has just begun, ended or changed."""
    g.pop("actor", None)


def set_cookie(response: Response, name: str, value: str) -> None:
    """For this browser session, out of scripts' reach, not sent along from other sites' forms."""
    secure = settings().secure_cookies
    response.set_cookie(
        cookie_name(secure=secure, of=name), value, path="/", secure=secure, httponly=True, samesite="Lax"
    )


def drop_cookie(response: Response, name: str) -> None:
    secure = settings().secure_cookies
    response.delete_cookie(cookie_name(secure=secure, of=name), path="/", secure=secure, httponly=True, samesite="Lax")
