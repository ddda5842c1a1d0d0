"""What the partnership keeps for itself, over HTTP."""

from flask import Blueprint, Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.local_practice.actions import edit_ground_rules
from mas_hub.local_practice.queries import ground_rules_view
from mas_hub.local_practice.schemas import EditGroundRules, EditTemplate, MakeTemplate
from mas_hub.local_practice.templates import edit_template, make_template, templates_view
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


@blueprint.get("/api/templates")
@describe("Meeting templates: those that are shipped, and the partnership's own as they are now")
@needs(Can.KEEP_PRACTICE)
def templates() -> Response:
    with snapshot() as session:
        return jsonify(templates_view(session))


@blueprint.post("/api/templates")
@describe("Make a meeting template", request=MakeTemplate)
@needs(Can.KEEP_PRACTICE)
def new_template() -> Response:
    actor, said = current_actor(), body(MakeTemplate)
    with transaction() as session:
        make_template(session, actor, **said)
        return jsonify(templates_view(session))


@blueprint.put("/api/templates/<key>")
@describe("Edit a template of one's own: a new version, for what is planned from now on", request=EditTemplate)
@needs(Can.KEEP_PRACTICE)
def change_template(key: str) -> Response:
    actor, said = current_actor(), body(EditTemplate)
    with transaction() as session:
        edit_template(session, actor, key, **said)
        return jsonify(templates_view(session))
