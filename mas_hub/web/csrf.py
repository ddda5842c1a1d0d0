"""Only this origin's own page can ask for a change: it alone can read the token that every unsafe request carries.

The token is a digest of a secret that only the browser's cookies hold: the session's, or for somebody not signed in
a random one, also while the cookie of a session that is over is still there. So it lives and dies with the session and
nothing is stored.
"""

import hashlib
import hmac
import secrets

from flask import current_app, g, request

from mas_hub.errors import Forbidden
from mas_hub.web.guard import guard_of
from mas_hub.web.session import cookie_name, find_actor, session_token, settings

HEADER = "X-CSRF-Token"
VISITOR = "visitor"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token_of(secret: str) -> str:
    return hashlib.sha256(f"csrf:{secret}".encode()).hexdigest()


def check() -> None:
    """Refuse an unsafe request without the token that belongs to its cookies. Where no cookie opens, none is needed.

    Who only reads may name theirs: then a page left open by somebody else is not answered in whoever's name has come.
    """
    if _takes_no_cookie() or (request.method in SAFE and (HEADER not in request.headers or not session_token())):
        return
    if not _belongs(session_token()) and (find_actor() is not None or not _belongs(visitor_secret())):
        raise Forbidden("csrf_failed")


def _belongs(secret: str | None) -> bool:
    """Whether the token that came is of this secret."""
    given = request.headers.get(HEADER, "").encode()
    return secret is not None and hmac.compare_digest(given, token_of(secret).encode())


def _takes_no_cookie() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    guard = guard_of(view) if view is not None else None
    return guard is not None and guard.token


def visitor_secret() -> str | None:
    return request.cookies.get(cookie_name(secure=settings().secure_cookies, of=VISITOR)) or None


def new_visitor_secret() -> str:
    """For a visitor who has none yet; the answer sets it as a cookie."""
    if "visitor_secret" not in g:
        g.visitor_secret = secrets.token_urlsafe(32)
    secret: str = g.visitor_secret
    return secret
