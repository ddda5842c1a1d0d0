from marshmallow import Schema, fields, validate

from mas_hub.follow_up.rules import PROGRESS
from mas_hub.web.fields import Day, Id, PlainText, Whole, YesNo


class ReceiptSchema(Schema):
    recorded = YesNo(required=True)
    reference = PlainText(load_default="", blank=True, max=200)
    recorded_on = Day(load_default=None, allow_none=True)
    why_not = PlainText(load_default="", blank=True, max=2000)


class ProgressSchema(Schema):
    state = fields.String(required=True, validate=validate.OneOf(PROGRESS))
    words = PlainText(load_default="", blank=True, max=2_000)


class HandOverSchema(Schema):
    to = Id(required=True)
    why = PlainText(required=True, max=2_000)


class AnswerHandOverSchema(Schema):
    accept = YesNo(required=True)
    answer = PlainText(load_default="", blank=True, max=2_000)


class RemindingSchema(Schema):
    version = Whole(required=True)
    receipt_days = Whole(required=True, min=1, max=60)
    progress_days = Whole(required=True, min=0, max=60)
    repeat_days = Whole(required=True, min=1, max=60)
    by_email = YesNo(required=True)
