"""Supervision agreements over HTTP."""

from flask import Blueprint, Response, jsonify

from mas_hub.access.permissions import Can, require
from mas_hub.agreements.actions import keep_agreement
from mas_hub.agreements.queries import agreement_of, list_agreements, own_agreement, what_is_due
from mas_hub.agreements.schemas import AgreementSchema
from mas_hub.db import snapshot, transaction
from mas_hub.meetings.entered import entered
from mas_hub.web.answers import body
from mas_hub.web.guard import needs, signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("agreements", __name__)


@blueprint.get("/api/agreements")
@describe("Every agency's supervision agreement, and what is late by it")
@needs(Can.KEEP_PRACTICE)
def agreements() -> Response:
    with snapshot() as session:
        return jsonify({"agencies": list_agreements(session)})


@blueprint.put("/api/agreements/<int:agency_id>")
@describe("Keep an agency's supervision agreement", request=AgreementSchema)
@needs(Can.KEEP_PRACTICE)
def change_agreement(agency_id: int) -> Response:
    actor, said = current_actor(), body(AgreementSchema)
    with transaction() as session:
        keep_agreement(session, actor, agency_id, **said)
        return jsonify(agreement_of(session, agency_id))


@blueprint.get("/api/agreements/due")
@describe("Reviews overdue and meetings missed: of one's own agency, or of all for those who keep the agreements")
@signed_in
def due() -> Response:
    with snapshot() as session:
        return jsonify({"agencies": what_is_due(session, current_actor())})


@blueprint.get("/api/agreements/own")
@describe("The supervision agreement of one's own agency")
@signed_in
def own() -> Response:
    with snapshot() as session:
        return jsonify(own_agreement(session, current_actor()))


@blueprint.get("/api/meetings/<int:meeting_id>/agreement")
@describe("The supervision agreement of the agency that one prepares for")
@signed_in
def agreement_to_prepare_by(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        require(actor, Can.PREPARE)
        return jsonify({"agreement": agreement_of(session, actor.agency_id)})
