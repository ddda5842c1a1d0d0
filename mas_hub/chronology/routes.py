"""Preparing an agency's lane over HTTP. The agency is the seat's, never the request's."""

from flask import Blueprint, Response, jsonify

from mas_hub.audit.openings import new_opening, note
from mas_hub.chronology.actions import EVENTS
from mas_hub.chronology.schemas import ChronologyEventSchema, PreparedEvent
from mas_hub.meetings.bringing_schemas import BringPrepared
from mas_hub.meetings.entered import entered, entered_to_change
from mas_hub.web.answers import body
from mas_hub.web.guard import signed_in
from mas_hub.web.openapi import describe

blueprint = Blueprint("chronology", __name__)


@blueprint.get("/api/meetings/<int:meeting_id>/chronology")
@describe("What one's own agency has prepared, and what it may bring from earlier meetings")
@signed_in
def own_chronology(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        whole = EVENTS.own(session, actor)
        opening = new_opening(session, actor, "preparation_opened", meeting_id=meeting_id)
    note(opening)
    return jsonify(whole)


@blueprint.post("/api/meetings/<int:meeting_id>/chronology")
@describe("Prepare an event", request=ChronologyEventSchema)
@signed_in
def add_prepared(meeting_id: int) -> Response:
    said = body(ChronologyEventSchema)
    with entered_to_change(meeting_id) as (session, actor):
        EVENTS.add(session, actor, **said)
        return jsonify(EVENTS.own(session, actor))


@blueprint.put("/api/meetings/<int:meeting_id>/chronology/<int:event_id>")
@describe("Change an event that was prepared", request=PreparedEvent)
@signed_in
def amend_prepared(meeting_id: int, event_id: int) -> Response:
    said = body(PreparedEvent)
    with entered_to_change(meeting_id) as (session, actor):
        EVENTS.amend(session, actor, event_id, **said)
        return jsonify(EVENTS.own(session, actor))


@blueprint.delete("/api/meetings/<int:meeting_id>/chronology/<int:event_id>")
@describe("Remove an event that was prepared")
@signed_in
def delete_prepared(meeting_id: int, event_id: int) -> Response:
    with entered_to_change(meeting_id) as (session, actor):
        EVENTS.remove(session, actor, event_id)
        return jsonify(EVENTS.own(session, actor))


@blueprint.post("/api/meetings/<int:meeting_id>/chronology/bring")
@describe("Bring one's own agency's events of the case's earlier meetings, all or some", request=BringPrepared)
@signed_in
def bring(meeting_id: int) -> Response:
    said = body(BringPrepared)
    with entered_to_change(meeting_id) as (session, actor):
        EVENTS.bring(session, actor, **said)
        return jsonify(EVENTS.own(session, actor))
