"""Feedback over HTTP: after a meeting, and no act of it."""

from flask import Blueprint, Response, jsonify

from mas_hub.feedback.actions import give_feedback, respond_to_feedback
from mas_hub.feedback.queries import feedback_of
from mas_hub.feedback.schemas import FeedbackSchema, ResponseSchema
from mas_hub.meetings.entered import entered, entered_to_change
from mas_hub.web.answers import body
from mas_hub.web.guard import signed_in
from mas_hub.web.openapi import describe

blueprint = Blueprint("feedback", __name__)


@blueprint.get("/api/meetings/<int:meeting_id>/feedback")
@describe("My feedback on a meeting and the answer to it; everybody's for whoever chaired")
@signed_in
def feedback(meeting_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        return jsonify(feedback_of(session, actor))


@blueprint.put("/api/meetings/<int:meeting_id>/feedback")
@describe("Give feedback on a meeting that has closed, or change it until it is answered", request=FeedbackSchema)
@signed_in
def give(meeting_id: int) -> Response:
    said = body(FeedbackSchema)
    with entered_to_change(meeting_id) as (session, actor):
        give_feedback(session, actor, **said)
        return jsonify(feedback_of(session, actor))


@blueprint.put("/api/meetings/<int:meeting_id>/feedback/response")
@describe("Answer the feedback on a meeting that one chaired", request=ResponseSchema)
@signed_in
def respond(meeting_id: int) -> Response:
    said = body(ResponseSchema)
    with entered_to_change(meeting_id) as (session, actor):
        respond_to_feedback(session, actor, **said)
        return jsonify(feedback_of(session, actor))
