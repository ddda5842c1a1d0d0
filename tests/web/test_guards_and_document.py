import pytest
from flask import Flask
from flask.testing import FlaskClient

from mas_hub.web import openapi
from mas_hub.web.guard import guard_of
from mas_hub.web.openapi import description_of
from tests.people import Browser, Partners


def test_every_route_says_who_may_call_it(app: Flask) -> None:
    assert [name for name, view in app.view_functions.items() if guard_of(view) is None] == []


def test_every_open_route_says_why(app: Flask) -> None:
    guards = {name: guard_of(view) for name, view in app.view_functions.items()}
    assert [name for name, guard in guards.items() if guard and not guard.signed_in and not guard.why] == []


def test_route_without_a_guard_would_be_found(app: Flask) -> None:
    app.add_url_rule("/api/forgotten", view_func=lambda: "all of it", endpoint="forgotten")
    assert guard_of(app.view_functions["forgotten"]) is None


def test_guarded_routes_refuse_whoever_is_not_signed_in(app: Flask, client: FlaskClient) -> None:
    browser = Browser(client)
    browser.look()
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard is None or not guard.signed_in:
            continue
        path = rule.rule
        for name in rule.arguments:
            path = path.replace(f"<int:{name}>", "1").replace(f"<{name}>", "x")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = client.open(path, method=method, json={}, headers={"X-CSRF-Token": browser.csrf_token})
            assert (path, answer.status_code) == (path, 401)


def test_every_api_route_is_described(app: Flask) -> None:
    described = {
        rule.endpoint for rule in app.url_map.iter_rules() if description_of(app.view_functions[rule.endpoint])
    }
    wanted = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert wanted - described == set()


def test_document_names_permissions_bodies_and_refusals(client: FlaskClient, partners: Partners) -> None:
    document = Browser.said(client.get("/api/openapi.json"))
    assert document["openapi"] == "3.1.0"
    put = document["paths"]["/api/people/{person_id}"]["put"]
    assert put["x-permission"] == "manage_identity"
    assert {parameter["name"] for parameter in put["parameters"]} == {"person_id", "X-CSRF-Token"}
    assert "$ref" in put["requestBody"]["content"]["application/json"]["schema"]
    person = document["components"]["schemas"]["WholePersonUpdate"]
    assert set(person["properties"]) - set(person["required"]) == {"password"}
    assert put["responses"]["default"]["content"]["application/json"]["schema"]["$ref"].endswith("/Refusal")


def test_rooms_above_add_their_paths(app: Flask) -> None:
    openapi.add_paths(app, lambda spec: spec.path(path="/api/meetings/{id}/acts/open_meeting", operations={"post": {}}))
    assert "/api/meetings/{id}/acts/open_meeting" in openapi.document(app)["paths"]


def test_document_is_made_once_as_anybody_may_ask_for_it(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/api/openapi.json")
    monkeypatch.delattr(openapi, "APISpec")
    again = client.get("/api/openapi.json")
    assert (again.status_code, again.data, again.mimetype) == (200, first.data, "application/json")
