"""Cases over HTTP: a facilitator's own."""

from flask import Blueprint, Response, jsonify

from mas_hub import clock
from mas_hub.access.permissions import Can
from mas_hub.audit.openings import new_opening, note
from mas_hub.cases.actions import open_case, update_case
from mas_hub.cases.queries import case_timeline, case_view, get_case, list_cases
from mas_hub.cases.schemas import CaseSchema, CaseUpdateSchema
from mas_hub.db import snapshot, transaction
from mas_hub.local_practice.queries import practice_of
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


@blueprint.get("/api/cases/<int:case_id>/timeline")
@describe("A case's statutory timeline, as at today")
@needs(Can.PLAN_MEETINGS)
def case_s_timeline(case_id: int) -> Response:
    actor = current_actor()
    with snapshot() as session:
        case = get_case(session, actor, case_id)
        timeline = case_timeline(practice_of(session), case, clock.today())
        opening = new_opening(session, actor, "case_timeline_opened", case_id=case_id)
    note(opening)
    return jsonify(timeline)
