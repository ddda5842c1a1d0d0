"""The shape of what a partnership keeps for itself."""

from marshmallow import Schema, fields, validate

from mas_hub.web.fields import Id, Name, PlainText, Whole, YesNo

MOST_RULES = 20


def _rules() -> fields.List[str]:
    return fields.List(PlainText(max=1_000), required=True, validate=validate.Length(min=1, max=MOST_RULES))


class EditGroundRules(Schema):
    """`edits`: the version in force that this was written over."""

    edits = PlainText(required=True, max=20)
    en = _rules()
    cy = _rules()


class _Both(Schema):
    en = Name(required=True, max=60)
    cy = Name(required=True, max=60)


class _BothTexts(Schema):
    en = PlainText(required=True, max=400)
    cy = PlainText(required=True, max=400)


class _Stage(Schema):
    """`key`: empty for a new one. `hidden_round`: positions are placed unseen when it begins."""

    key = PlainText(load_default="", blank=True, max=40)
    name = fields.Nested(_Both, required=True)
    prompt = fields.Nested(_BothTexts, required=True)
    minutes = Whole(required=True, min=1, max=240)
    hidden_round = YesNo(load_default=False)


class MakeTemplate(Schema):
    name = fields.Nested(_Both, required=True)
    stages = fields.List(fields.Nested(_Stage), required=True, validate=validate.Length(min=1, max=15))


class EditTemplate(MakeTemplate):
    version = Id(required=True)
    offered = YesNo(load_default=True)
