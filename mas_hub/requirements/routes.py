"""Preparing what an agency's law asks over HTTP. The agency is the seat's, never the request's."""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify
from sqlalchemy.orm import Session

from mas_hub.access.actor import MeetingActor
from mas_hub.audit.openings import new_opening, note
from mas_hub.db import snapshot, transaction
from mas_hub.meetings.bringing_schemas import BringPrepared
from mas_hub.meetings.queries import enter, enter_and_hold
from mas_hub.requirements.preparing import (
    bring_prepared,
    change_prepared,
    prepare_requirement,
    prepared,
    remove_prepared,
)
from mas_hub.requirements.schemas import PreparedRequirement, RequirementSchema
from mas_hub.web.answers import body
from mas_hub.web.guard import signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("requirements", __name__)


@blueprint.get("/api/meetings/<int:meeting_id>/requirements")
@describe("What one's own agency has prepared of what its law asks, and what it may bring from earlier meetings")
@signed_in
def own_requirements(meeting_id: int) -> Response:
    with snapshot() as session:
        actor = enter(session, current_actor(), meeting_id)
        whole = prepared(session, actor)
        opening = new_opening(session, actor, "preparation_opened", meeting_id=meeting_id)
    note(opening)
    return jsonify(whole)


@blueprint.post("/api/meetings/<int:meeting_id>/requirements")
@describe("Prepare a requirement", request=RequirementSchema)
@signed_in
def add_prepared_requirement(meeting_id: int) -> Response:
    said = body(RequirementSchema)
    return _changed(meeting_id, lambda session, actor: prepare_requirement(session, actor, **said))


@blueprint.put("/api/meetings/<int:meeting_id>/requirements/<int:requirement_id>")
@describe("Change a requirement that was prepared", request=PreparedRequirement)
@signed_in
def amend_prepared_requirement(meeting_id: int, requirement_id: int) -> Response:
    said = body(PreparedRequirement)
    return _changed(meeting_id, lambda session, actor: change_prepared(session, actor, requirement_id, **said))


@blueprint.delete("/api/meetings/<int:meeting_id>/requirements/<int:requirement_id>")
@describe("Remove a requirement that was prepared")
@signed_in
def delete_prepared_requirement(meeting_id: int, requirement_id: int) -> Response:
    return _changed(meeting_id, lambda session, actor: remove_prepared(session, actor, requirement_id))


@blueprint.post("/api/meetings/<int:meeting_id>/requirements/bring")
@describe("Bring one's own agency's requirements of the case's earlier meetings, all or some", request=BringPrepared)
@signed_in
def bring_earlier_requirements(meeting_id: int) -> Response:
    said = body(BringPrepared)
    return _changed(meeting_id, lambda session, actor: bring_prepared(session, actor, **said))


def _changed(meeting_id: int, change: Callable[[Session, MeetingActor], None]) -> Response:
    """Do it, and answer with the preparation as it then is."""
    somebody = current_actor()
    with transaction() as session:
        actor = enter_and_hold(session, somebody, meeting_id)
        change(session, actor)
        session.flush()
        return jsonify(prepared(session, actor))
