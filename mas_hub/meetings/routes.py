"""Meetings over HTTP: planning, one's own meetings, the board as read once, and the second door for acts."""

from typing import Any

from apispec import APISpec
from flask import Blueprint, Response, jsonify, request
from marshmallow import Schema, fields

from mas_hub.access.permissions import Can
from mas_hub.audit.openings import new_opening, note
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Invalid
from mas_hub.identity.queries import actor_from_token
from mas_hub.local_practice.queries import practice_of, rules_in_force
from mas_hub.local_practice.templates import offered_templates
from mas_hub.meetings.acts import ACTS, perform
from mas_hub.meetings.board import board, door, opening_of_board
from mas_hub.meetings.home import home
from mas_hub.meetings.planning import get_planned, plan_meeting, plan_view, save_plan
from mas_hub.meetings.reading import enter_to_read, note_reading
from mas_hub.meetings.schemas import NewMeeting, Plan
from mas_hub.meetings.table_before import find_table_before
from mas_hub.practice.profile import NATIONS, profile
from mas_hub.web.answers import body
from mas_hub.web.bounds import bounds
from mas_hub.web.fields import PlainText
from mas_hub.web.guard import needs, signed_in, signed_in_or_guest
from mas_hub.web.openapi import REFUSED, describe
from mas_hub.web.session import current_actor, session_token

blueprint = Blueprint("meetings", __name__)


class ActBody(Schema):
    """`act_id`: a UUID of the sender's making; again, it gets the same answer. `data`: the act's own fields."""

    act_id = PlainText(required=True, max=64)
    data = fields.Dict(load_default=dict)


class Done(Schema):
    """`entries`: what the act appended to the log, as far as whoever did it reads that."""

    ok = fields.Boolean(required=True)
    entries = fields.List(fields.Dict(), required=True)


@blueprint.get("/api/reference")
@describe(
    "The practice profile: levels, clocks, stages, prompts, templates, words",
    query={"nation": "england or wales; the partnership's own when left out"},
)
@signed_in_or_guest
def reference() -> Response:
    nation = request.args.get("nation")
    if nation is not None and nation not in NATIONS:
        raise Invalid("unknown_nation")
    with snapshot() as session:
        practice, rules, own = practice_of(session), rules_in_force(session), offered_templates(session)
    if nation and nation != practice.nation:
        return jsonify(profile(nation).as_json())
    whole = practice.as_json()
    templates = [*whole["templates"], *(template.as_json() for template in own)]
    return jsonify({**whole, "ground_rules": rules.as_json(), "templates": templates})


@blueprint.get("/api/home")
@describe("My meetings: live, coming, to record, past")
@signed_in
def my_meetings() -> Response:
    with snapshot() as session:
        return jsonify(home(session, current_actor()))


@blueprint.post("/api/meetings")
@describe("Begin a plan", request=NewMeeting)
@needs(Can.PLAN_MEETINGS)
def plan_new_meeting() -> Response:
    actor, said = current_actor(), body(NewMeeting)
    with transaction() as session:
        return jsonify({"meeting_id": plan_meeting(session, actor, **said).id})


@blueprint.get("/api/meetings/<int:meeting_id>/plan")
@describe("A plan, for its facilitator")
@needs(Can.PLAN_MEETINGS)
def plan(meeting_id: int) -> Response:
    actor = current_actor()
    with snapshot() as session:
        meeting = get_planned(session, actor, meeting_id)
        view = {**plan_view(session, actor, meeting), "last_time": find_table_before(session, meeting)}
        opening = new_opening(session, actor, "plan_opened", meeting_id=meeting_id)
    note(opening)
    return jsonify(view)


@blueprint.put("/api/meetings/<int:meeting_id>/plan")
@describe("Save a plan", request=Plan)
@needs(Can.PLAN_MEETINGS)
def change_plan(meeting_id: int) -> Response:
    actor, said = current_actor(), body(Plan)
    with transaction() as session:
        return jsonify(plan_view(session, actor, save_plan(session, actor, meeting_id, **said)))


@blueprint.get("/api/meetings/<int:meeting_id>")
@describe("A meeting's door: what it is, who is asked, the ground rules")
@signed_in
def meeting_door(meeting_id: int) -> Response:
    with snapshot() as session:
        actor = enter_to_read(session, current_actor(), meeting_id)
    note_reading(actor, "door")
    with snapshot() as session:
        return jsonify(door(session, actor))


@blueprint.get("/api/meetings/<int:meeting_id>/board")
@describe("The board, read at one moment, with the cursors it was read at")
@signed_in
def meeting_board(meeting_id: int) -> Response:
    with snapshot() as session:
        actor = enter_to_read(session, current_actor(), meeting_id)
        whole, opening = board(session, actor), opening_of_board(session, actor)
    note_reading(actor, "board")
    note(opening)
    return jsonify(whole)


@blueprint.post("/api/meetings/<int:meeting_id>/acts/<act>")
@describe("Do an act in a meeting", request=ActBody, response=Done)
@signed_in
def do_act(meeting_id: int, act: str) -> Response:
    bounds().acts.take(current_actor().person_id)
    said = body(ActBody)
    token = session_token() or ""
    entries = perform(lambda session: actor_from_token(session, token), meeting_id, act, said["act_id"], said["data"])
    return jsonify({"ok": True, "entries": [entry.as_json() for entry in entries]})


def describe_acts(spec: APISpec) -> None:
    """Every act as a path of its own, with the fields of its schema and the permission it needs."""
    for act in ACTS.values():
        content = {"type": "object", "required": ["act_id", "data"]}
        properties: dict[str, Any] = {"act_id": {"type": "string"}, "data": act.schema}
        own = type(act.name, (act.schema,), {})  # several acts may take the same
        spec.components.schema(act.name, schema=own)
        properties["data"] = {"$ref": f"#/components/schemas/{act.name}"}
        spec.path(
            path=f"/api/meetings/{{meeting_id}}/acts/{act.name}",
            operations={
                "post": {
                    "operationId": act.name,
                    "summary": act.name.replace("_", " ").capitalize(),
                    "description": f"Needs {act.permission.value}; the meeting is {' or '.join(sorted(act.states))}.",
                    "x-permission": act.permission.value,
                    "security": [{"session": []}],
                    "parameters": [
                        {"in": "path", "name": "meeting_id", "required": True, "schema": {"type": "integer"}},
                        {"in": "header", "name": "X-CSRF-Token", "required": True, "schema": {"type": "string"}},
                    ],
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": {**content, "properties": properties}}},
                    },
                    "responses": {
                        "200": {"description": "Done.", "content": {"application/json": {"schema": Done}}},
                        "default": REFUSED,
                    },
                }
            },
        )
