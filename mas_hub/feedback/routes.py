"""Feedback over HTTP: after a meeting, and no act of it."""

from flask import Blueprint, Response, jsonify

from mas_hub.db import snapshot, transaction
from mas_hub.feedback.actions import give_feedback, respond_to_feedback
from mas_hub.feedback.queries import feedback_of
from mas_hub.feedback.schemas import FeedbackSchema, ResponseSchema
from mas_hub.meetings.queries import enter, enter_and_hold
from mas_hub.web.answers import body
from mas_hub.web.guard import signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("feedback", __name__)


@blueprint.get("/api/meetings/<int:meeting_id>/feedback")
@describe("My feedback on a meeting and the answer to it; everybody's for whoever chaired")
@signed_in
def feedback(meeting_id: int) -> Response:
    with snapshot() as session:
        return jsonify(feedback_of(session, enter(session, current_actor(), meeting_id)))


@blueprint.put("/api/meetings/<int:meeting_id>/feedback")
@describe("Give feedback on a meeting that has closed, or change it until it is answered", request=FeedbackSchema)
@signed_in
def give(meeting_id: int) -> Response:
    somebody, said = current_actor(), body(FeedbackSchema)
    with transaction() as session:
        actor = enter_and_hold(session, somebody, meeting_id)
        give_feedback(session, actor, **said)
        return jsonify(feedback_of(session, actor))


@blueprint.put("/api/meetings/<int:meeting_id>/feedback/response")
@describe("Answer the feedback on a meeting that one chaired", request=ResponseSchema)
@signed_in
def respond(meeting_id: int) -> Response:
    somebody, said = current_actor(), body(ResponseSchema)
    with transaction() as session:
        actor = enter_and_hold(session, somebody, meeting_id)
        respond_to_feedback(session, actor, **said)
        return jsonify(feedback_of(session, actor))
