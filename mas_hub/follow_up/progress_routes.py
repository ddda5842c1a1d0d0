"""Progress, hand-overs, the inbox and the facilitator's overview over HTTP."""

from flask import Response, jsonify

from mas_hub.db import snapshot
from mas_hub.follow_up.inbox import hand_over_view, inbox, report_view
from mas_hub.follow_up.overview import history, overview
from mas_hub.follow_up.progress import answer_hand_over, ask_hand_over, report_progress, take_back_hand_over
from mas_hub.follow_up.routes import blueprint
from mas_hub.follow_up.schemas import AnswerHandOverSchema, HandOverSchema, ProgressSchema
from mas_hub.meetings.entered import entered, entered_to_change
from mas_hub.web.answers import body
from mas_hub.web.guard import signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

MEETING = "/api/meetings/<int:meeting_id>"


@blueprint.get("/api/inbox")
@describe("Everything one's own agency has to record, report and answer, over all meetings")
@signed_in
def read_inbox() -> Response:
    with snapshot() as session:
        return jsonify(inbox(session, current_actor()))


@blueprint.get("/api/overview")
@describe("Of the meetings one chairs, by case: every agency's receipts and progress")
@signed_in
def read_overview() -> Response:
    with snapshot() as session:
        return jsonify(overview(session, current_actor()))


@blueprint.get(f"{MEETING}/decisions/<int:decision_id>/progress")
@describe("What was said of a decision since it was agreed: all of it to the chair, to others their agency's own")
@signed_in
def read_history(meeting_id: int, decision_id: int) -> Response:
    with entered(meeting_id) as (session, actor):
        return jsonify(history(session, actor, decision_id))


@blueprint.post(f"{MEETING}/decisions/<int:decision_id>/progress")
@describe("Say how a decision stands that one's own agency owns", request=ProgressSchema)
@signed_in
def report(meeting_id: int, decision_id: int) -> Response:
    said = body(ProgressSchema)
    with entered_to_change(meeting_id) as (session, actor):
        made = report_progress(session, actor, decision_id, **said)
        return jsonify({"ok": True, "report": report_view(session, made)})


@blueprint.post(f"{MEETING}/decisions/<int:decision_id>/hand-over")
@describe("Ask another invited agency to take a decision on", request=HandOverSchema)
@signed_in
def hand_over(meeting_id: int, decision_id: int) -> Response:
    said = body(HandOverSchema)
    with entered_to_change(meeting_id) as (session, actor):
        made = ask_hand_over(session, actor, decision_id, **said)
        return jsonify({"ok": True, "hand_over": hand_over_view(session, made)})


@blueprint.post(f"{MEETING}/hand-overs/<int:hand_over_id>/answer")
@describe("Take on a decision that one's own agency was asked to, or say why not", request=AnswerHandOverSchema)
@signed_in
def answer(meeting_id: int, hand_over_id: int) -> Response:
    said = body(AnswerHandOverSchema)
    with entered_to_change(meeting_id) as (session, actor):
        made = answer_hand_over(session, actor, hand_over_id, **said)
        return jsonify({"ok": True, "hand_over": hand_over_view(session, made)})


@blueprint.delete(f"{MEETING}/hand-overs/<int:hand_over_id>")
@describe("Do not ask any more")
@signed_in
def take_back(meeting_id: int, hand_over_id: int) -> Response:
    with entered_to_change(meeting_id) as (session, actor):
        made = take_back_hand_over(session, actor, hand_over_id)
        return jsonify({"ok": True, "hand_over": hand_over_view(session, made)})
