"""Learning points over HTTP: kept for the partnership, and put before a meeting."""

from flask import Blueprint, Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.learning.actions import add_point, change_point, choose_learning
from mas_hub.learning.queries import learning_of, list_points
from mas_hub.learning.schemas import ChangeLearningPoint, ChooseLearning, NewLearningPoint
from mas_hub.meetings.entered import entered, entered_to_change
from mas_hub.web.answers import body
from mas_hub.web.guard import needs, signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("learning", __name__)


@blueprint.get("/api/learning-points")
@describe("What published reviews taught, as the partnership keeps it")
@needs(Can.KEEP_LEARNING)
def points() -> Response:
    with snapshot() as session:
        return jsonify({"points": list_points(session)})


@blueprint.post("/api/learning-points")
@describe("Add a learning point from a published review", request=NewLearningPoint)
@needs(Can.KEEP_LEARNING)
def new_point() -> Response:
    actor, said = current_actor(), body(NewLearningPoint)
    with transaction() as session:
        add_point(session, actor, **said)
        return jsonify({"points": list_points(session)})


@blueprint.put("/api/learning-points/<int:point_id>")
@describe("Change a learning point, or offer it no longer", request=ChangeLearningPoint)
@needs(Can.KEEP_LEARNING)
def changed_point(point_id: int) -> Response:
    actor, said = current_actor(), body(ChangeLearningPoint)
    with transaction() as session:
        change_point(session, actor, point_id, **said)
        return jsonify({"points": list_points(session)})


@blueprint.get("/api/meetings/<int:meeting_id>/learning")
@describe("The learning points put before a meeting; for whoever plans it, those to choose from too")
@signed_in
def of_meeting(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        return jsonify(learning_of(session, actor))


@blueprint.put("/api/meetings/<int:meeting_id>/learning")
@describe("Put learning points before a meeting that is being planned", request=ChooseLearning)
@signed_in
def choose(meeting_id: int) -> Response:
    said = body(ChooseLearning)
    with entered_to_change(meeting_id) as (session, actor):
        choose_learning(session, actor, **said)
        return jsonify(learning_of(session, actor))
