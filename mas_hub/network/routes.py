"""What may be said again of who is involved, over HTTP. The agency is the seat's, never the request's."""

from flask import Blueprint, Response, jsonify

from mas_hub.audit.openings import new_opening, note
from mas_hub.meetings.entered import entered
from mas_hub.network.actions import offered_again
from mas_hub.network.queries import involvement_view
from mas_hub.web.guard import signed_in
from mas_hub.web.openapi import describe

blueprint = Blueprint("network", __name__)


@blueprint.get("/api/meetings/<int:meeting_id>/involvements/earlier")
@describe("Whom one's own agency said to be involved at earlier meetings on the case, and may say again")
@signed_in
def earlier_involvements(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        offered = [involvement_view(each) for each in offered_again(session, actor)]
        opening = new_opening(session, actor, "earlier_meetings_opened", meeting_id=meeting_id) if offered else None
    note(opening)
    return jsonify({"earlier": offered})
