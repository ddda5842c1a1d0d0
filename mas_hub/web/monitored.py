"""Each request has an id, is counted, and has a line in a log of JSON: method, route, status, time; never content."""

import hmac
import logging
import time

from flask import Blueprint, Flask, Response, g, request

from mas_hub.config import Settings
from mas_hub.errors import NotFound
from mas_hub.monitoring import figures, logs
from mas_hub.web.guard import public
from mas_hub.web.openapi import describe
from mas_hub.web.session import settings

log = logging.getLogger(__name__)

blueprint = Blueprint("monitored", __name__)


def install(app: Flask, settings: Settings) -> None:
    app.before_request(_begin)
    told = settings.log_form == "json"

    @app.after_request
    def _end(response: Response) -> Response:
        took = time.monotonic() - g.began_at
        # The route and not the address, in which an id or a single-use link may be.
        route = str(request.url_rule) if request.url_rule else "none"
        method = request.method if request.url_rule else "ANY"
        figures.requests.labels(method, route, str(response.status_code)).inc()
        figures.request_seconds.observe(took)
        response.headers["X-Request-Id"] = g.request_id
        if told:
            about = {"method": method, "route": route, "status": response.status_code, "ms": round(took * 1000, 1)}
            log.info("answered", extra=about)
        return response


def _begin() -> None:
    g.began_at = time.monotonic()
    g.request_id = logs.begin()


@blueprint.get("/metrics")
@describe(
    "This worker's figures, in Prometheus's form; not found where no token for it is set",
    files=(figures.CONTENT_TYPE,),
)
@public("asked with a token of its own by what watches over the server; counts, never content")
def metrics() -> Response:
    wanted = settings().metrics_token
    given = request.headers.get("Authorization", "")
    if not wanted or not hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode()):
        raise NotFound("not_found")
    return Response(figures.as_text(), content_type=figures.CONTENT_TYPE)
