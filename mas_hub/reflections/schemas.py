from marshmallow import Schema, fields, validate

from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.practice.vocabulary import PROMPTS
from mas_hub.web.fields import Id, PlainText

TAKEN_UP = ("threshold_position", "drift_concern", "disagreement")
MOST_TAKEN_UP = 20


class TakenUp(Schema):
    type = fields.String(required=True, validate=validate.OneOf(TAKEN_UP))
    id = Id(required=True)


class AddReflection(Schema):
    """`answers`: the positions, concerns and disagreements that it takes up."""

    prompt = fields.String(required=True, validate=validate.OneOf(PROMPTS))
    text = PlainText(required=True)
    answers = fields.List(fields.Nested(TakenUp), load_default=list, validate=validate.Length(max=MOST_TAKEN_UP))


class AmendReflection(OnVersion):
    text = PlainText()
    answers = fields.List(fields.Nested(TakenUp), validate=validate.Length(max=MOST_TAKEN_UP))
