"""In which language a request is answered."""

from flask import Response, request

from mas_hub.language import LANGUAGES
from mas_hub.web.session import find_actor, settings

COOKIE = "mas_hub_language"


def request_language() -> str:
    """The signed-in person's own, else the one chosen in this browser, else the browser's."""
    actor = find_actor()
    if actor is not None:
        return actor.language
    return visitor_language()


def visitor_language() -> str:
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    wanted = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())  # the dearest first
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def remember_language(response: Response, language: str) -> None:
    """Scripts may read this cookie: the page speaks the chosen language from its first word."""
    response.set_cookie(
        COOKIE, language, max_age=365 * 24 * 3600, path="/", secure=settings().secure_cookies, samesite="Lax"
    )
