"""Evidence for an audit over HTTP."""

from flask import Blueprint, Response

from mas_hub.access.permissions import Can
from mas_hub.evidence.schemas import EvidenceSchema
from mas_hub.evidence.taking import take_evidence
from mas_hub.exports import bundle
from mas_hub.web.answers import body
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("evidence", __name__)


@blueprint.post("/api/evidence")
@describe(
    "What evidences supervision in a year as one ZIP, which the audit notes: of the whole partnership for who leads on"
    " assurance, of their own agency for its recorders",
    request=EvidenceSchema,
    files=(bundle.MIME,),
)
@needs(Can.TAKE_EVIDENCE)
def evidence() -> Response:
    taken = take_evidence(current_actor(), **body(EvidenceSchema))
    response = Response(taken.content, content_type=bundle.MIME)
    response.headers["Content-Disposition"] = f'attachment; filename="{taken.file_name}"'
    return response
