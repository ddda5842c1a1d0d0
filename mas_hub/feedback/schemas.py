from marshmallow import Schema, fields, validate

from mas_hub.feedback.rules import EXTENTS
from mas_hub.web.fields import PlainText, Whole, YesNo

LONGEST = 2_000


def _extent() -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(EXTENTS))


class FeedbackSchema(Schema):
    """`version`: the one this was written over; 0 where there is none yet."""

    version = Whole(required=True)
    safe = _extent()
    heard = _extent()
    well_spent = _extent()
    different = PlainText(load_default="", blank=True, max=LONGEST)
    with_name = YesNo(required=True)


class ResponseSchema(Schema):
    """`version`: the one this was written over; 0 where there is none yet."""

    version = Whole(required=True)
    text = PlainText(required=True, max=LONGEST)
