"""A PUT replaces what was there, so its body says all of it: nothing is emptied because it was not said."""

from collections.abc import Iterator

import pytest
from flask import Flask
from marshmallow import Schema, fields, missing

from mas_hub.errors import Invalid
from mas_hub.web.fields import load
from mas_hub.web.openapi import description_of
from mas_hub.web.whole import whole
from tests.asking import Doors
from tests.sitting import everything

STAY = {("PersonUpdateSchema", "password")}
"""Left out, these stay as they are."""


def schemas_put(app: Flask) -> Iterator[tuple[str, type[Schema]]]:
    for rule in app.url_map.iter_rules():
        about = description_of(app.view_functions[rule.endpoint])
        if "PUT" in (rule.methods or ()) and about is not None and about.request is not None:
            yield rule.rule, about.request


def may_be_left_out(schema: type[Schema]) -> Iterator[tuple[str, str]]:
    """By name of the schema and the field, at any depth."""
    for name, field in schema().fields.items():
        if not field.required or field.load_default is not missing:
            yield schema.__name__, name
        held = field.inner if isinstance(field, fields.List) else field
        if isinstance(held, fields.Nested):
            yield from may_be_left_out(type(held.schema))


def test_no_put_takes_less_than_the_whole(whole_app: Flask) -> None:
    schemas = dict(schemas_put(whole_app))
    assert len(schemas) > 20
    left_out = {(path, *each) for path, schema in schemas.items() for each in may_be_left_out(whole(schema))}
    assert {(name.removeprefix("Whole"), field) for _, name, field in left_out} == STAY


def test_what_a_thing_holds_is_said_whole_too() -> None:
    class Inner(Schema):
        words = fields.String(load_default="")

    class Outer(Schema):
        each = fields.List(fields.Nested(Inner), load_default=list)
        one = fields.Nested(Inner, required=True)

    said = {"each": [{"words": "a"}], "one": {"words": "b"}}
    assert load(whole(Outer), said) == said == load(Outer, said)
    with pytest.raises(Invalid) as refusal:
        load(whole(Outer), {"each": [{}], "one": {}})
    assert refusal.value.fields == {"each.0.words": "required", "one.words": "required"}
    with pytest.raises(Invalid):
        load(whole(Outer), {"one": {"words": "b"}})
    assert load(Outer, {"one": {}}) == {"each": [], "one": {"words": ""}}
    assert whole(whole(Inner)) is whole(Inner)


def test_nothing_is_emptied_because_it_was_not_said(doors: Doors) -> None:
    """As a script would ask, which leaves out what it does not know."""
    case = {
        "version": 1,
        "reference": "FS-2291",
        "subject_initials": "K.T.",
        "subject_type": "child",
        "age_band": "5-9",
    }
    before = everything()
    refused = doors.ask("amara", "PUT", "/api/cases/1", case)
    assert (refused.status_code, set(refused.get_json()["fields"])) == (
        422,
        {"capacity", "capacity_words", "milestones"},
    )
    person = {"version": 1, "name": "Rhys", "email": "rhys@fellshire.example", "agency_id": 1}
    refused = doors.ask("ines", "PUT", "/api/people/9", person)
    assert set(refused.get_json()["fields"]) == {"job", "language", "roles", "active"}
    assert everything() == before


def test_what_is_removed_is_named_with_its_version_in_the_query(doors: Doors) -> None:
    for path in ("/api/training/1", "/api/training/1?version=none"):
        refused = doors.ask("beth", "DELETE", path, {"version": 1})
        assert (refused.status_code, set(refused.get_json()["fields"])) == (422, {"version"})
