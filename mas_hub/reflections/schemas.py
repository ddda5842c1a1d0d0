from marshmallow import Schema, fields, validate

from mas_hub.practice.vocabulary import PROMPTS
from mas_hub.web.fields import Id, PlainText


class AddReflection(Schema):
    prompt = fields.String(required=True, validate=validate.OneOf(PROMPTS))
    text = PlainText(required=True)


class AmendReflection(Schema):
    of = Id(required=True)
    version = Id(required=True)
    text = PlainText(required=True)


class WithdrawReflection(Schema):
    of = Id(required=True)
    version = Id(required=True)
    reason = PlainText(required=True)
