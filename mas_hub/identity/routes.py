"""Agencies, people, and whom a meeting can be planned with."""

from typing import Any

from flask import Blueprint, Flask, Response, jsonify

from mas_hub.access.permissions import Can
from mas_hub.db import snapshot, transaction
from mas_hub.identity import (
    account_routes,
    appointing_routes,
    link_routes,
    passkey_routes,
    provider_routes,
    second_factor_routes,
    session_routes,
    step_routes,
)
from mas_hub.identity.actions import create_agency, create_person, update_agency, update_person
from mas_hub.identity.passwords import hash_password
from mas_hub.identity.people_views import A_PERSON, everybody_view, listed_view
from mas_hub.identity.queries import (
    list_agencies,
    password_words,
)
from mas_hub.identity.rules import check_password
from mas_hub.identity.schemas import AgencySchema, AgencyUpdateSchema, NewPersonSchema, PersonUpdateSchema
from mas_hub.identity.sessions import enter
from mas_hub.identity.views import agency_view, directory_view
from mas_hub.web.answers import body
from mas_hub.web.guard import needs
from mas_hub.web.openapi import describe
from mas_hub.web.session import current_actor, enter_with

blueprint = Blueprint("identity", __name__)

AN_AGENCY = {
    "id": 1,
    "version": 1,
    "key": None,
    "sector": "police",
    "name": {"en": "Fellshire Constabulary", "cy": None},
    "code": "POL",
    "colour": 2,
    "record_system": "Police records",
    "contact_address": "",
    "active": True,
}


def init(app: Flask) -> None:
    """Register this room's routes, and hand the web how a token becomes an actor."""
    enter_with(app, enter)
    session_routes.init(app)
    for each in (step_routes, link_routes, appointing_routes, account_routes, second_factor_routes):
        app.register_blueprint(each.blueprint)
    for way_in in (provider_routes, passkey_routes):
        app.register_blueprint(way_in.blueprint)
    app.register_blueprint(blueprint)


@blueprint.get("/api/agencies")
@describe("Every agency", response={"agencies": [AN_AGENCY]})
@needs(Can.MANAGE_IDENTITY)
def agencies() -> Response:
    with snapshot() as session:
        return jsonify(agencies=[agency_view(agency) for agency in list_agencies(session)])


@blueprint.post("/api/agencies")
@describe("Add an agency", request=AgencySchema, response=AN_AGENCY)
@needs(Can.MANAGE_IDENTITY)
def add_agency() -> Response:
    facts = body(AgencySchema)
    with transaction() as session:
        view = agency_view(create_agency(session, current_actor(), **facts))
    return jsonify(view)


@blueprint.put("/api/agencies/<int:agency_id>")
@describe("Change an agency", request=AgencyUpdateSchema, response=AN_AGENCY)
@needs(Can.MANAGE_IDENTITY)
def change_agency(agency_id: int) -> Response:
    facts = body(AgencyUpdateSchema)
    with transaction() as session:
        view = agency_view(update_agency(session, current_actor(), agency_id, **facts))
    return jsonify(view)


@blueprint.get("/api/people")
@describe("Everybody", response={"people": [A_PERSON]})
@needs(Can.MANAGE_IDENTITY)
def people() -> Response:
    with snapshot() as session:
        return jsonify(people=everybody_view(session))


@blueprint.post("/api/people")
@describe("Add a person", request=NewPersonSchema, response=A_PERSON)
@needs(Can.MANAGE_IDENTITY)
def add_person() -> Response:
    facts = _with_password_hash(body(NewPersonSchema))
    with transaction() as session:
        view = listed_view(session, create_person(session, current_actor(), **facts))
    return jsonify(view)


@blueprint.put("/api/people/<int:person_id>")
@describe("Change a person", request=PersonUpdateSchema, response=A_PERSON)
@needs(Can.MANAGE_IDENTITY)
def change_person(person_id: int) -> Response:
    facts = _with_password_hash(body(PersonUpdateSchema))
    with transaction() as session:
        view = listed_view(session, update_person(session, current_actor(), person_id, **facts))
    return jsonify(view)


@blueprint.get("/api/directory")
@describe("Whom a meeting can be planned with", response={"agencies": [], "people": []})
@needs(Can.PLAN_MEETINGS)
def directory() -> Response:
    with snapshot() as session:
        return jsonify(directory_view(session))


def _with_password_hash(facts: dict[str, Any]) -> dict[str, Any]:
    """The same with the password checked and hashed, before any transaction begins."""
    password = facts.pop("password")
    if password is None:
        return facts
    with snapshot() as session:
        words = password_words(session, facts["name"], facts["email"])
    check_password(password, words)
    return {**facts, "password_hash": hash_password(password)}
