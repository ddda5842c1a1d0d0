"""Training over HTTP. Every change is answered with the page as it then is."""

from flask import Blueprint, Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.training.actions import add_training, change_training, remove_training
from mas_hub.training.queries import training_page, untrained
from mas_hub.training.schemas import ChangedTraining, TrainingSchema
from mas_hub.web.answers import VERSION_ASKED, body, version_asked
from mas_hub.web.guard import needs, signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("training", __name__)


@blueprint.get("/api/training")
@describe("One's own training in supervision, and for whoever keeps it, that of one's agency's people")
@signed_in
def training() -> Response:
    with snapshot() as session:
        return jsonify(training_page(session, current_actor()))


@blueprint.post("/api/training")
@describe("Add a course or an event, one's own or that of one of one's agency's people", request=TrainingSchema)
@signed_in
def add_training_record() -> Response:
    actor, said = current_actor(), body(TrainingSchema)
    with transaction() as session:
        add_training(session, actor, **said)
        return jsonify(training_page(session, actor))


@blueprint.put("/api/training/<int:record_id>")
@describe("Change a record of training", request=ChangedTraining)
@signed_in
def change_training_record(record_id: int) -> Response:
    actor, said = current_actor(), body(ChangedTraining)
    with transaction() as session:
        change_training(session, actor, record_id, **said)
        return jsonify(training_page(session, actor))


@blueprint.delete("/api/training/<int:record_id>")
@describe("Remove a record of training", query=VERSION_ASKED)
@signed_in
def remove_training_record(record_id: int) -> Response:
    actor, version = current_actor(), version_asked()
    with transaction() as session:
        remove_training(session, actor, record_id, version=version)
        return jsonify(training_page(session, actor))


@blueprint.get("/api/meetings/<int:meeting_id>/untrained")
@describe("For who plans a meeting: whether its facilitator or deputy has no training to facilitate on record")
@needs(Can.PLAN_MEETINGS)
def untrained_chairs(meeting_id: int) -> Response:
    with snapshot() as session:
        return jsonify({"untrained": untrained(session, current_actor(), meeting_id)})
