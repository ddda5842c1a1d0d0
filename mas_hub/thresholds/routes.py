"""Threshold positions beyond this meeting's own board."""

from flask import Blueprint, Response, jsonify

from mas_hub.audit.openings import new_opening, note
from mas_hub.db import snapshot
from mas_hub.thresholds.earlier import earlier_positions
from mas_hub.web.guard import signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("thresholds", __name__)


@blueprint.get("/api/meetings/<int:meeting_id>/earlier-positions")
@describe("Where agencies stood at the end of the case's earlier meetings, as far as one may know it")
@signed_in
def earlier(meeting_id: int) -> Response:
    actor = current_actor()
    with snapshot() as session:
        meetings = earlier_positions(session, actor, meeting_id)
        opening = new_opening(session, actor, "earlier_meetings_opened", meeting_id=meeting_id)
    note(opening if meetings else None)
    return jsonify({"meetings": meetings})
