from marshmallow import Schema, fields, validate

from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.practice.vocabulary import MILESTONE_KINDS, RISK_SOURCES
from mas_hub.web.fields import Day, PlainText

CHOSEN = validate.Length(min=1, error="not_one_of")


class RaiseDriftConcern(Schema):
    """`expectation` is a statutory clock's key, or `none`; which clocks there are is the practice profile's matter."""

    what = PlainText(required=True)
    effect_on_child = PlainText(required=True)
    risk_source = fields.String(required=True, validate=validate.OneOf(RISK_SOURCES))
    expectation = fields.String(required=True, validate=CHOSEN)
    since = Day(load_default=None, allow_none=True)
    from_milestone = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(MILESTONE_KINDS))


class AmendDriftConcern(OnVersion):
    what = PlainText()
    effect_on_child = PlainText()
    risk_source = fields.String(validate=validate.OneOf(RISK_SOURCES))
    expectation = fields.String(validate=CHOSEN)
    since = Day(allow_none=True)
    from_milestone = fields.String(allow_none=True, validate=validate.OneOf(MILESTONE_KINDS))
