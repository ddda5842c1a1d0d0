"""Whom to ask, over HTTP. Every change is answered with the list as it then is."""

from typing import Any

from flask import Blueprint, Response, jsonify
from sqlalchemy.orm import Session

from mas_hub.access.permissions import Can
from mas_hub.advice.actions import change_contact, list_contact, remove_contact
from mas_hub.advice.queries import list_advice
from mas_hub.advice.schemas import ChangedContact, ContactSchema
from mas_hub.db import snapshot, transaction
from mas_hub.meetings.entered import entered
from mas_hub.web.answers import VERSION_ASKED, body, version_asked
from mas_hub.web.guard import needs, signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("advice", __name__)


@blueprint.get("/api/advice")
@describe("Every agency's designated and named safeguarding professionals")
@signed_in
def advice() -> Response:
    with snapshot() as session:
        return jsonify(_whole(session))


@blueprint.get("/api/meetings/<int:meeting_id>/advice")
@describe("The safeguarding professionals of the agencies invited to a meeting")
@signed_in
def advice_in_meeting(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        return jsonify(_whole(session, actor.meeting.id))


@blueprint.post("/api/agencies/<int:agency_id>/advice")
@describe("List one of an agency's safeguarding professionals", request=ContactSchema)
@needs(Can.MANAGE_IDENTITY)
def list_safeguarding_contact(agency_id: int) -> Response:
    actor, said = current_actor(), body(ContactSchema)
    with transaction() as session:
        list_contact(session, actor, agency_id, **said)
        return jsonify(_whole(session))


@blueprint.put("/api/advice/<int:contact_id>")
@describe("Change what is listed of a safeguarding professional", request=ChangedContact)
@needs(Can.MANAGE_IDENTITY)
def change_safeguarding_contact(contact_id: int) -> Response:
    actor, said = current_actor(), body(ChangedContact)
    with transaction() as session:
        change_contact(session, actor, contact_id, **said)
        return jsonify(_whole(session))


@blueprint.delete("/api/advice/<int:contact_id>")
@describe("Take a safeguarding professional off the list", query=VERSION_ASKED)
@needs(Can.MANAGE_IDENTITY)
def remove_safeguarding_contact(contact_id: int) -> Response:
    actor, version = current_actor(), version_asked()
    with transaction() as session:
        remove_contact(session, actor, contact_id, version=version)
        return jsonify(_whole(session))


def _whole(session: Session, meeting_id: int | None = None) -> dict[str, Any]:
    return {"agencies": list_advice(session, meeting_id)}
