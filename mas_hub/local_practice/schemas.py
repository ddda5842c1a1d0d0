"""The shape of what a partnership keeps for itself."""

from marshmallow import Schema, fields, validate

from mas_hub.web.fields import PlainText

MOST_RULES = 20


def _rules() -> fields.List[str]:
    return fields.List(PlainText(max=1_000), required=True, validate=validate.Length(min=1, max=MOST_RULES))


class EditGroundRules(Schema):
    """`edits`: the version in force that this was written over."""

    edits = PlainText(required=True, max=20)
    en = _rules()
    cy = _rules()
