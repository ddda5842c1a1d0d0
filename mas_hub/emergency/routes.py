"""Emergency access over HTTP: for whoever opens a record, and for those who are told."""

from flask import Blueprint, Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.emergency.actions import answer, break_glass, end_own, look_up, reply
from mas_hub.emergency.queries import access_view, find_meetings, notices_for, own_accesses
from mas_hub.emergency.schemas import Answer, BreakGlass, LookUp, Reply
from mas_hub.meetings.entered import entered_to_change
from mas_hub.web.answers import body
from mas_hub.web.guard import needs, signed_in
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor

blueprint = Blueprint("emergency", __name__)


@blueprint.get("/api/emergency")
@describe("The records that I opened in an emergency, and what I was asked about it")
@needs(Can.BREAK_GLASS)
def mine() -> Response:
    with snapshot() as session:
        return jsonify({"accesses": own_accesses(session, current_actor().person_id)})


@blueprint.post("/api/emergency/look-up")
@describe("The meetings on a case whose record could be opened in an emergency", request=LookUp)
@needs(Can.BREAK_GLASS)
def meetings_of_case() -> Response:
    actor, said = current_actor(), body(LookUp)
    with transaction() as session:
        case_ids, found = find_meetings(session, said["reference"])
        look_up(session, actor, case_ids)
    return jsonify({"meetings": found})


@blueprint.get("/api/emergency/notices")
@describe("Emergency access to meetings of mine or my agency's that is not acknowledged yet")
@signed_in
def notices() -> Response:
    with snapshot() as session:
        return jsonify({"notices": notices_for(session, current_actor())})


@blueprint.post("/api/meetings/<int:meeting_id>/emergency")
@describe("Open a meeting's record in an emergency; every agency in it is told", request=BreakGlass)
@needs(Can.BREAK_GLASS)
def open_record(meeting_id: int) -> Response:
    actor, said = current_actor(), body(BreakGlass)
    with transaction() as session:
        return jsonify(access_view(session, break_glass(session, actor, meeting_id, **said)))


@blueprint.delete("/api/meetings/<int:meeting_id>/emergency")
@describe("End one's emergency access before its time")
@needs(Can.BREAK_GLASS)
def end(meeting_id: int) -> Response:
    with transaction() as session:
        end_own(session, current_actor(), meeting_id)
    return jsonify(ok=True)


@blueprint.post("/api/meetings/<int:meeting_id>/emergency/<int:access_id>/replies")
@describe("Acknowledge an emergency access for one's agency or as the chair, or ask about it", request=Reply)
@signed_in
def acknowledge(meeting_id: int, access_id: int) -> Response:
    said = body(Reply)
    with entered_to_change(meeting_id) as (session, actor):
        reply(session, actor, access_id, **said)
    return jsonify(ok=True)


@blueprint.put("/api/meetings/<int:meeting_id>/emergency/replies/<int:reply_id>")
@describe("Answer what one was asked about an emergency access", request=Answer)
@needs(Can.BREAK_GLASS)
def answer_question(meeting_id: int, reply_id: int) -> Response:
    actor, said = current_actor(), body(Answer)
    with transaction() as session:
        answer(session, actor, meeting_id, reply_id, **said)
    return jsonify(ok=True)
