"""The built page and its parts, out of `mas_hub/web/static`. Any address that is nobody else's is the page's own."""

from pathlib import Path

from flask import Blueprint, Flask, Response, jsonify, make_response, request, send_from_directory
from werkzeug.exceptions import NotFound as NothingThere

from mas_hub.errors import NotFound
from mas_hub.language import text
from mas_hub.web.answers import render
from mas_hub.web.guard import public
from mas_hub.web.languages import request_language, visitor_language

STATIC = Path(__file__).parent / "static"
NOT_THE_PAGES = frozenset({"api", "assets", "socket.io"})

blueprint = Blueprint("frontend", __name__)


@blueprint.get("/assets/<path:name>")
@public("the page's scripts and styles hold nothing of anybody's")
def asset(name: str) -> Response:
    return send_from_directory(STATIC / "assets", name)


def install(app: Flask) -> None:
    """Routing comes first, so that the API's own "not found" and "method not allowed" stay what they are."""

    @app.errorhandler(404)
    def _page_or_nothing(_: NothingThere) -> Response | tuple[Response, int]:
        first = request.path.strip("/").partition("/")[0]
        if request.method not in ("GET", "HEAD") or first in NOT_THE_PAGES:
            return jsonify(render(NotFound(), request_language())), 404
        return _page(request.path.lstrip("/"))


def _is_there(name: str) -> bool:
    try:
        return (STATIC / name).is_file()
    except OSError:  # longer than any file's name
        return False


def _page(path: str) -> Response:
    """A file beside the page (its icon), or the page itself, which knows its own addresses."""
    if path and "/" not in path and _is_there(path):
        return send_from_directory(STATIC, path)
    if (STATIC / "index.html").is_file():
        return send_from_directory(STATIC, "index.html")
    response = make_response(text("refusals.page_not_built", visitor_language()), 503)
    response.mimetype = "text/plain"
    return response
