"""An agency's answers to subject access requests over HTTP. The agency is the person's, never the request's."""

from flask import Blueprint, Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.db import snapshot
from mas_hub.exports import bundle
from mas_hub.exports.bulk_routes import PASSPHRASE
from mas_hub.subject_access.actions import look_up, make_own
from mas_hub.subject_access.queries import list_made
from mas_hub.subject_access.schemas import AccessAsked, AccessMade
from mas_hub.web.answers import body
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("subject_access", __name__)


@blueprint.get("/api/subject-access")
@describe("Which answers were made of one's own agency's part: when, by whom, for which request")
@needs(Can.ANSWER_SUBJECT_ACCESS)
def made() -> Response:
    with snapshot() as session:
        return jsonify(made=list_made(session, current_actor().agency_id))


@blueprint.post("/api/subject-access/look-up")
@describe(
    "What one's own agency's answer about a case or a worker would hold, and what it leaves out", request=AccessAsked
)
@needs(Can.ANSWER_SUBJECT_ACCESS)
def look() -> Response:
    return jsonify(found=look_up(current_actor(), **body(AccessAsked)))


@blueprint.post("/api/subject-access/file")
@describe(
    f"That answer as one locked ZIP, for review before release; its passphrase is in the header {PASSPHRASE}, once",
    request=AccessMade,
    files=(bundle.MIME,),
)
@needs(Can.ANSWER_SUBJECT_ACCESS)
def file() -> Response:
    taken = make_own(current_actor(), **body(AccessMade))
    response = Response(taken.content, content_type=bundle.MIME)
    response.headers["Content-Disposition"] = f'attachment; filename="{taken.file_name}"'
    response.headers[PASSPHRASE] = taken.passphrase
    return response
