import pytest
from marshmallow import Schema, fields, validate

from mas_hub.errors import FieldRefusal, Invalid
from mas_hub.web.fields import BilingualName, Day, Id, Moment, Name, PlainText, Whole, YesNo, load


class Milestone(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(["referral"]))
    date = fields.Date(required=True)


class Everything(Schema):
    long = PlainText()
    short = PlainText(max=10)
    empty = PlainText(max=10, blank=True)
    name = Name()
    both = BilingualName()
    level = Whole(min=1, max=4)
    of = Id()
    risk = YesNo()
    at = Moment()
    on = Day()
    milestones = fields.List(fields.Nested(Milestone), validate=validate.Length(max=2))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"long": "  one\r\ntwo\rthree\tfour \n"}, {"long": "one\ntwo\nthree\tfour"}),
        ({"short": "e\u0301"}, {"short": "\u00e9"}),
        ({"empty": None}, {"empty": ""}),
        ({"empty": " \u200b "}, {"empty": ""}),
        ({"name": "Siân O'Neill-Ŵyn 👩‍👧"}, {"name": "Siân O'Neill-Ŵyn 👩‍👧"}),
        ({"long": "left \u202eto right"}, {"long": "left \u202eto right"}),
        ({"both": {"en": "Police"}}, {"both": {"en": "Police", "cy": None}}),
        ({"both": {"en": "", "cy": "Heddlu"}}, {"both": {"en": None, "cy": "Heddlu"}}),
        ({"level": 4, "of": 1, "risk": False}, {"level": 4, "of": 1, "risk": False}),
    ],
)
def test_text_is_kept_in_one_form(given: dict[str, object], kept: dict[str, object]) -> None:
    assert load(Everything, given) == kept


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"long": "x" * 8001}, {"long": ("too_long", {"max": 8000})}),
        ({"long": "a\x00b"}, {"long": "control_characters"}),
        ({"long": "a\x1bb"}, {"long": "control_characters"}),
        ({"long": "a\x85b"}, {"long": "control_characters"}),
        ({"long": "a\ud800b"}, {"long": "control_characters"}),
        ({"long": "a\ufffeb"}, {"long": "control_characters"}),
        ({"long": " \u200b\u2060 "}, {"long": "required"}),
        ({"long": None}, {"long": "required"}),
        ({"long": 7}, {"long": "not_text"}),
        ({"short": "a\nb"}, {"short": "control_characters"}),
        ({"name": "a\u2066b"}, {"name": "bidi_in_name"}),
        ({"both": {"en": None}}, {"both": "required"}),
        ({"both": {"en": "x", "fr": "y"}}, {"both.fr": "unknown_field"}),
        ({"on": "1899-12-31"}, {"on": "date_out_of_reach"}),
        ({"on": "9999-12-31"}, {"on": "date_out_of_reach"}),
        ({"on": "soon"}, {"on": "not_a_date"}),
        ({"at": "2200-01-01T00:00:00Z"}, {"at": "date_out_of_reach"}),
        ({"at": "0001-01-01T00:00:00+14:00"}, {"at": "date_out_of_reach"}),
        ({"level": 5}, {"level": ("out_of_range", {"min": 1, "max": 4})}),
        ({"level": True}, {"level": "not_a_number"}),
        ({"level": "4"}, {"level": "not_a_number"}),
        ({"level": 4.0}, {"level": "not_a_number"}),
        ({"of": 2**40}, {"of": ("out_of_range", {"min": 1, "max": 2**31 - 1})}),
        ({"risk": "true"}, {"risk": "not_yes_or_no"}),
        ({"at": "2026-09-21T13:30:00"}, {"at": "not_a_time"}),
        (
            {"milestones": [{"kind": "x", "date": "31/12/2026"}]},
            {"milestones.0.kind": "not_one_of", "milestones.0.date": "not_a_date"},
        ),
        ({"milestones": [{"kind": "referral", "date": "2026-01-01"}] * 3}, {"milestones": ("too_many", {"max": 2})}),
        ({"milestones": "x"}, {"milestones": "not_a_list"}),
        ({"milestones": [7]}, {"milestones.0": "not_valid"}),
        ({"nothing": 1}, {"nothing": "unknown_field"}),
        ([], {"": "not_valid"}),
    ],
)
def test_what_cannot_be_kept_is_refused_by_path_and_code(given: object, refused: dict[str, FieldRefusal]) -> None:
    with pytest.raises(Invalid) as error:
        load(Everything, given)
    assert error.value.code == "check_your_answers"
    assert error.value.fields == refused


@pytest.mark.parametrize(("name", "most"), [("long", 8_000), ("short", 10), ("name", 200)])
def test_as_long_as_may_be_is_kept_and_one_more_is_not(name: str, most: int) -> None:
    assert load(Everything, {name: "x" * most}) == {name: "x" * most}
    with pytest.raises(Invalid) as refused:
        load(Everything, {name: "x" * (most + 1)})
    assert refused.value.fields == {name: ("too_long", {"max": most})}
