"""Preparing what an agency's law asks over HTTP. The agency is the seat's, never the request's."""

from flask import Blueprint, Response, jsonify

from mas_hub.audit.openings import new_opening, note
from mas_hub.meetings.bringing_schemas import BringPrepared
from mas_hub.meetings.entered import entered, entered_to_change
from mas_hub.requirements.actions import REQUIREMENTS
from mas_hub.requirements.schemas import PreparedRequirement, RequirementSchema
from mas_hub.web.answers import body
from mas_hub.web.guard import signed_in
from mas_hub.web.openapi import describe

blueprint = Blueprint("requirements", __name__)


@blueprint.get("/api/meetings/<int:meeting_id>/requirements")
@describe("What one's own agency has prepared of what its law asks, and what it may bring from earlier meetings")
@signed_in
def own_requirements(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        whole = REQUIREMENTS.own(session, actor)
        opening = new_opening(session, actor, "preparation_opened", meeting_id=meeting_id)
    note(opening)
    return jsonify(whole)


@blueprint.post("/api/meetings/<int:meeting_id>/requirements")
@describe("Prepare a requirement", request=RequirementSchema)
@signed_in
def add_prepared_requirement(meeting_id: int) -> Response:
    said = body(RequirementSchema)
    with entered_to_change(meeting_id) as (session, actor):
        REQUIREMENTS.add(session, actor, **said)
        return jsonify(REQUIREMENTS.own(session, actor))


@blueprint.put("/api/meetings/<int:meeting_id>/requirements/<int:requirement_id>")
@describe("Change a requirement that was prepared", request=PreparedRequirement)
@signed_in
def amend_prepared_requirement(meeting_id: int, requirement_id: int) -> Response:
    said = body(PreparedRequirement)
    with entered_to_change(meeting_id) as (session, actor):
        REQUIREMENTS.amend(session, actor, requirement_id, **said)
        return jsonify(REQUIREMENTS.own(session, actor))


@blueprint.delete("/api/meetings/<int:meeting_id>/requirements/<int:requirement_id>")
@describe("Remove a requirement that was prepared")
@signed_in
def delete_prepared_requirement(meeting_id: int, requirement_id: int) -> Response:
    with entered_to_change(meeting_id) as (session, actor):
        REQUIREMENTS.remove(session, actor, requirement_id)
        return jsonify(REQUIREMENTS.own(session, actor))


@blueprint.post("/api/meetings/<int:meeting_id>/requirements/bring")
@describe("Bring one's own agency's requirements of the case's earlier meetings, all or some", request=BringPrepared)
@signed_in
def bring_earlier_requirements(meeting_id: int) -> Response:
    said = body(BringPrepared)
    with entered_to_change(meeting_id) as (session, actor):
        REQUIREMENTS.bring(session, actor, **said)
        return jsonify(REQUIREMENTS.own(session, actor))
