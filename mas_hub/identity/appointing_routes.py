"""The second administrator, who confirms or refuses the role that the first proposed."""

from flask import Blueprint, Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.db import transaction
from mas_hub.identity.appointing import confirm_role, refuse_role
from mas_hub.identity.people_views import A_PERSON, listed_view
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("appointing", __name__)


@blueprint.post("/api/people/<int:person_id>/roles/<role>/confirm")
@describe("Confirm a role that another administrator proposed", response=A_PERSON)
@needs(Can.MANAGE_IDENTITY)
def confirm(person_id: int, role: str) -> Response:
    with transaction() as session:
        return jsonify(listed_view(session, confirm_role(session, current_actor(), person_id, role)))


@blueprint.post("/api/people/<int:person_id>/roles/<role>/refuse")
@describe("Refuse a role that was proposed, or take back one's own proposal", response=A_PERSON)
@needs(Can.MANAGE_IDENTITY)
def refuse(person_id: int, role: str) -> Response:
    with transaction() as session:
        return jsonify(listed_view(session, refuse_role(session, current_actor(), person_id, role)))
