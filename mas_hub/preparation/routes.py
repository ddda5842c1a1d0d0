"""Preparing over HTTP. The agency is the seat's, never the request's."""

from flask import Blueprint, Response, jsonify

from mas_hub.access.permissions import Can, require
from mas_hub.audit.openings import new_opening, note
from mas_hub.meetings.entered import entered, entered_to_change
from mas_hub.meetings.queries import get_meeting, list_invitations
from mas_hub.meetings.views import invitation_view, meeting_view
from mas_hub.preparation.actions import save_preparation
from mas_hub.preparation.diary import diary_entry
from mas_hub.preparation.last_time import last_time
from mas_hub.preparation.queries import find_preparation, list_ready, own_preparation
from mas_hub.preparation.schemas import PreparationSchema
from mas_hub.web.answers import body
from mas_hub.web.guard import signed_in
from mas_hub.web.openapi import describe

blueprint = Blueprint("preparation", __name__)


@blueprint.get("/api/meetings/<int:meeting_id>/preparation")
@describe("What one's own agency has prepared for a meeting")
@signed_in
def preparation(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        require(actor, Can.PREPARE)
        whole = {
            "agency_id": actor.agency_id,
            "can_share": Can.SHARE_PREPARATION in actor.can,
            "preparation": own_preparation(find_preparation(session, meeting_id, actor.agency_id)),
            "meeting": meeting_view(session, get_meeting(session, meeting_id)),
            "invitations": [invitation_view(session, each) for each in list_invitations(session, meeting_id)],
        }
        opening = new_opening(session, actor, "preparation_opened", meeting_id=meeting_id)
    note(opening)
    return jsonify(whole)


@blueprint.put("/api/meetings/<int:meeting_id>/preparation")
@describe("Save what one's own agency has prepared, until the meeting opens", request=PreparationSchema)
@signed_in
def save(meeting_id: int) -> Response:
    said = body(PreparationSchema)
    with entered_to_change(meeting_id) as (session, actor):
        saved = save_preparation(session, actor, **said)
        return jsonify(own_preparation(saved))


@blueprint.get("/api/meetings/<int:meeting_id>/last-time")
@describe("What the earlier meetings on the case left to follow up, as far as one may see it")
@signed_in
def carried_over(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        left = last_time(session, actor)
        opening = new_opening(session, actor, "earlier_meetings_opened", meeting_id=meeting_id)
    note(opening if left["held_on"] or left["disagreements"] else None)
    return jsonify(left)


@blueprint.get("/api/meetings/<int:meeting_id>/diary")
@describe("The meeting as a diary entry (ICS)", files=("text/calendar",))
@signed_in
def diary(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        entry = diary_entry(session, actor)
    response = Response(entry, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="meeting-{meeting_id}.ics"'
    return response


@blueprint.get("/api/meetings/<int:meeting_id>/readiness")
@describe("Which agencies said they are ready, for the facilitator; nothing of what they wrote")
@signed_in
def readiness(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        require(actor, Can.CHAIR)
        return jsonify({"ready": list_ready(session, meeting_id)})
