"""An agency's part of the audit over HTTP, for its recorder. The agency is the person's, never the request's."""

from flask import Blueprint, Response, jsonify, request

from mas_hub.access.permissions import Can
from mas_hub.db import snapshot
from mas_hub.traces.queries import Wanted, count_rows, list_meetings, list_rows, usual
from mas_hub.traces.rules import A_PAGE, check_days
from mas_hub.traces.schemas import Asked, Taken
from mas_hub.traces.taking import file_name, take_audit
from mas_hub.web.answers import body
from mas_hub.web.fields import load
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("traces", __name__)


@blueprint.get("/api/agency-audit")
@describe(
    "Who took and read what is one's own agency's, the newest first",
    query={
        "meeting": "of this meeting alone",
        "first": "the first day; 90 days ago when no meeting and no day is given",
        "last": "the last day",
        "page": "which page; the first when left out",
    },
)
@needs(Can.READ_AGENCY_AUDIT)
def agency_audit() -> Response:
    asked = load(Asked, {name: value for name, value in request.args.items() if value})
    page = asked.pop("page")
    asked_for = Wanted(**asked)
    check_days(asked_for.first, asked_for.last)
    wanted = usual(asked_for)
    since = None if wanted == asked_for or wanted.first is None else wanted.first.isoformat()
    agency_id = current_actor().agency_id
    with snapshot() as session:
        found = count_rows(session, agency_id, wanted)
        rows = list_rows(session, agency_id, wanted, offset=(page - 1) * A_PAGE, most=A_PAGE)
        meetings = list_meetings(session, agency_id)
    pages = max(1, -(-found // A_PAGE))
    return jsonify(rows=rows, found=found, page=page, pages=pages, meetings=meetings, since=since)


@blueprint.post("/api/agency-audit/csv")
@describe("The same as a file (CSV), which is noted in the audit", request=Taken, files=("text/csv",))
@needs(Can.READ_AGENCY_AUDIT)
def agency_audit_as_csv() -> Response:
    said = body(Taken)
    language = said.pop("language")
    response = Response(take_audit(current_actor(), Wanted(**said), language), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name()}"'
    return response
