"""The door for an agency's record system: it shows a token instead of a session, and has these routes alone.

A cookie opens none of them, so nothing that a browser sends by itself does, and no CSRF token is asked for.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, g, request

from mas_hub.access.actor import Actor
from mas_hub.errors import SignedOut
from mas_hub.web.bounds import Allowance
from mas_hub.web.guard import Guard, say

P = ParamSpec("P")
R = TypeVar("R")

Enter = Callable[[str, str], Actor]
"""Takes a token and the scope it is used for, gives who holds it, raises `SignedOut` or `Forbidden`."""

_ENTER, _ALLOWANCE = "mas_hub_enter_by_token", "mas_hub_token_allowance"


def enter_tokens_with(app: Flask, enter: Enter, calls_per_second: int) -> None:
    """The integration room hands in how a token becomes an actor, and how often each may be used."""
    app.extensions[_ENTER] = enter
    app.extensions[_ALLOWANCE] = Allowance(calls_per_second)


def by_token(scope: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only with a token that has `scope`; any good token where it is empty."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            g.actor = _holder(scope)
            return view(*args, **kwargs)

        return say(guarded, Guard(signed_in=False, token=True, scope=scope))

    return guard


def _holder(scope: str) -> Actor:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise SignedOut("token_missing")
    actor: Actor = current_app.extensions[_ENTER](token.strip(), scope)
    current_app.extensions[_ALLOWANCE].take(actor.token_id)
    return actor
