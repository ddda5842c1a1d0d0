"""What YAML would make of a word is not what its author meant by it; where it is text, it is read as it is written."""

import json

import pytest
from marshmallow import fields

import mas_hub.rooms  # noqa: F401 (every act is registered)
from mas_hub.meetings.acts import ACTS
from mas_hub.replay.on_the_day import CHAIR_AWAY
from mas_hub.replay.reading import NOT_TEXT_IN_ACTS, parse

NO_TEXT = (fields.Integer, fields.Boolean, fields.Date, fields.DateTime)
KEYS = frozenset({"of", "agency", "owner", "person", "to"})
"""Ids of the acts, and in a scenario the words that stand for them."""


@pytest.mark.parametrize("written", ["no", "12", "0071", "1e5", "2026-01-02", "Yes"])
def test_an_act_s_words_are_as_they_are_written(written: str) -> None:
    source = parse(f"acts:\n  - {{by: a, do: b, text: {written}, seen: [{written}], more: {{x: {written}}}}}\n", "f")
    act = source.data["acts"][0]
    assert (act["text"], act["seen"], act["more"]) == (written, [written], {"x": written})


def test_what_is_no_text_in_an_act_is_what_yaml_makes_of_it() -> None:
    act = parse("acts: [{level: 3, refused: no, immediate_risk: yes, due: 2026-01-02}]", "f").data["acts"][0]
    assert (act["level"], act["refused"], act["immediate_risk"], str(act["due"])) == (3, False, True, "2026-01-02")


def test_every_number_date_and_yes_of_the_acts_is_known_to_be_none() -> None:
    named = {
        name
        for act in ACTS.values()
        for name, field in act.loader.fields.items()
        if isinstance(field, NO_TEXT) and name not in KEYS
    }
    assert named | {CHAIR_AWAY, "refused"} == NOT_TEXT_IN_ACTS


def test_json_is_read_however_it_writes_a_character() -> None:
    said = {"acts": [{"text": "\U0001f9f8 and \u0175"}]}
    in_parts = json.dumps(said).replace(r"\u0175", r"w\u0302")
    for content in (json.dumps(said), json.dumps(said, ensure_ascii=False), in_parts):
        assert parse(content, "f").data == said
