"""Cases over HTTP: a facilitator's own."""

from flask import Blueprint, Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.cases.actions import open_case, update_case
from mas_hub.cases.queries import case_view, list_cases
from mas_hub.cases.schemas import CaseSchema, CaseUpdateSchema
from mas_hub.db import snapshot, transaction
from mas_hub.web.answers import body
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("cases", __name__)


@blueprint.get("/api/cases")
@describe("The cases of the facilitator who asks")
@needs(Can.PLAN_MEETINGS)
def cases() -> Response:
    with snapshot() as session:
        return jsonify({"cases": [case_view(case) for case in list_cases(session, current_actor())]})


@blueprint.post("/api/cases")
@describe("Open a case", request=CaseSchema)
@needs(Can.PLAN_MEETINGS)
def open_new_case() -> Response:
    actor, said = current_actor(), body(CaseSchema)
    with transaction() as session:
        return jsonify(case_view(open_case(session, actor, **said)))


@blueprint.put("/api/cases/<int:case_id>")
@describe("Correct a case's facts and milestones", request=CaseUpdateSchema)
@needs(Can.PLAN_MEETINGS)
def change_case(case_id: int) -> Response:
    actor, said = current_actor(), body(CaseUpdateSchema)
    with transaction() as session:
        return jsonify(case_view(update_case(session, actor, case_id, **said)))
