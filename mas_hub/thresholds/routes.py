"""Threshold positions beyond this meeting's own board."""

from flask import Blueprint, Response, jsonify

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
    with snapshot() as session:
        return jsonify({"meetings": earlier_positions(session, current_actor(), meeting_id)})
