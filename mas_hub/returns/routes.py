"""Returns over HTTP: an agency's recorders keep its own; whoever leads on assurance reads what was submitted."""

from flask import Blueprint, Response, jsonify, request

from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.errors import NotFound
from mas_hub.returns.actions import save_draft, set_return_year, submit_return
from mas_hub.returns.formats import FORMATS
from mas_hub.returns.queries import draft_view, list_returns, read_return
from mas_hub.returns.schemas import DraftSchema, FileSchema, ReturnYearSchema, SubmitSchema
from mas_hub.returns.taking import take_return
from mas_hub.web.answers import body
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("returns", __name__)


@blueprint.get("/api/returns")
@describe("The annual returns by year: one's own agency's, and for whoever may see that, what every agency submitted")
@needs(Can.READ_RETURNS)
def returns() -> Response:
    with snapshot() as session:
        return jsonify(list_returns(session, current_actor()))


@blueprint.put("/api/returns/year")
@describe("Set in which month a year of annual returns begins", request=ReturnYearSchema)
@needs(Can.SET_RETURN_YEAR)
def return_year() -> Response:
    actor, said = current_actor(), body(ReturnYearSchema)
    with transaction() as session:
        set_return_year(session, actor, **said)
        return jsonify(list_returns(session, actor))


@blueprint.get("/api/returns/<int:agency_id>/<int:year>")
@describe(
    "An agency's return of a year: its figures and what it says of itself",
    query={"edition": "which edition; the newest when left out"},
)
@needs(Can.READ_RETURNS)
def agency_return(agency_id: int, year: int) -> Response:
    with snapshot() as session:
        return jsonify(read_return(session, current_actor(), agency_id, year, _edition()))


@blueprint.put("/api/returns/<int:year>")
@describe("Save the draft of one's own agency's return", request=DraftSchema)
@needs(Can.KEEP_RETURN)
def draft(year: int) -> Response:
    actor, said = current_actor(), body(DraftSchema)
    with transaction() as session:
        return jsonify(draft_view(session, save_draft(session, actor, year, **said)))


@blueprint.post("/api/returns/<int:year>/submit")
@describe("Submit one's own agency's return, which then stays as it is", request=SubmitSchema)
@needs(Can.KEEP_RETURN)
def submit(year: int) -> Response:
    actor, said = current_actor(), body(SubmitSchema)
    with transaction() as session:
        submit_return(session, actor, year, **said)
    with snapshot() as session:
        return jsonify(read_return(session, actor, actor.agency_id, year, None))


@blueprint.post("/api/returns/<int:agency_id>/<int:year>/file")
@describe(
    "An agency's return as a file, which the audit notes",
    request=FileSchema,
    files=tuple(each.mime for each in FORMATS.values()),
)
@needs(Can.READ_RETURNS)
def file(agency_id: int, year: int) -> Response:
    actor, said = current_actor(), body(FileSchema)
    taken = take_return(actor, agency_id, year, **said)
    response = Response(taken.content, content_type=taken.mime)
    response.headers["Content-Disposition"] = f'attachment; filename="{taken.file_name}"'
    return response


def _edition() -> int | None:
    asked = request.args.get("edition", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 5):
        raise NotFound
    return int(asked)
