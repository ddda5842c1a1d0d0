"""What the partnership keeps for itself, over HTTP."""

from flask import Blueprint, Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.local_practice.actions import edit_ground_rules
from mas_hub.local_practice.queries import ground_rules_view
from mas_hub.local_practice.schemas import EditGroundRules
from mas_hub.web.answers import body
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("local_practice", __name__)


@blueprint.get("/api/ground-rules")
@describe("The ground rules, every version, the one in force first")
@needs(Can.KEEP_PRACTICE)
def ground_rules() -> Response:
    with snapshot() as session:
        return jsonify(ground_rules_view(session))


@blueprint.post("/api/ground-rules")
@describe("Edit the ground rules: a new version, for meetings that have not begun", request=EditGroundRules)
@needs(Can.KEEP_PRACTICE)
def new_ground_rules() -> Response:
    actor, said = current_actor(), body(EditGroundRules)
    with transaction() as session:
        edit_ground_rules(session, actor, **said)
        return jsonify(ground_rules_view(session))
