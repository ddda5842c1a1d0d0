"""The figures over HTTP, for whoever leads on assurance."""

import re
from collections.abc import Mapping

from flask import Blueprint, Response, jsonify, request

from mas_hub.access.permissions import Can
from mas_hub.assurance.actions import take_figures
from mas_hub.assurance.queries import figures, usual_months
from mas_hub.assurance.schemas import Asked, AskedFile
from mas_hub.db import snapshot
from mas_hub.web.answers import body
from mas_hub.web.fields import load
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("assurance", __name__)

MIME = "text/csv; charset=utf-8"


@blueprint.get("/api/assurance/figures")
@describe(
    "Figures over whole months, without a word of a case, and nothing broken down of fewer than five meetings",
    query={
        "first": "the first month, as 2026-09; eleven months ago when left out",
        "last": "the last month; this one when left out",
        "agency_id": "one agency; all of them when left out",
    },
)
@needs(Can.READ_FIGURES)
def read_figures() -> Response:
    first, last = (month.isoformat()[:7] for month in usual_months())
    asked = load(Asked, {"first": first, "last": last, **_numbered(request.args)})
    with snapshot() as session:
        return jsonify(figures(session, **asked))


def _numbered(sent: Mapping[str, str]) -> dict[str, str | int]:
    """What stands in an address is text; the number in it as a number."""
    return {name: int(value) if re.fullmatch(r"[0-9]{1,9}", value) else value for name, value in sent.items()}


@blueprint.post("/api/assurance/figures/file")
@describe("The same figures as a CSV file, which the audit notes", request=AskedFile, files=(MIME,))
@needs(Can.READ_FIGURES)
def figures_file() -> Response:
    actor, said = current_actor(), body(AskedFile)
    taken = take_figures(actor, **said)
    response = Response(taken.content, content_type=MIME)
    response.headers["Content-Disposition"] = f'attachment; filename="{taken.file_name}"'
    return response
