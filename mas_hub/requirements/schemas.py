from marshmallow import Schema, fields, validate

from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.requirements.rules import CHILD, KINDS, TOPICS, UNITS
from mas_hub.web.fields import Id, PlainText, Whole

MOST_OFTEN = 1
LEAST_OFTEN = 120


class RequirementFields(Schema):
    """`every` null: once, and then `unit` says nothing. `basis`: the law or procedure, as the agency cites it."""

    kind = fields.String(validate=validate.OneOf(KINDS))
    what = PlainText()
    basis = PlainText(blank=True, max=500)
    every = Whole(min=MOST_OFTEN, max=LEAST_OFTEN, allow_none=True)
    unit = fields.String(validate=validate.OneOf(UNITS))
    next_due = fields.Date(allow_none=True)
    child = fields.String(validate=validate.OneOf(CHILD))
    seen_by = PlainText(blank=True, max=200)
    asks = fields.List(fields.String(validate=validate.OneOf(TOPICS)), validate=validate.Length(max=len(TOPICS)))


class RequirementSchema(RequirementFields):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    what = PlainText(required=True)
    basis = PlainText(blank=True, max=500, load_default="")
    every = Whole(min=MOST_OFTEN, max=LEAST_OFTEN, allow_none=True, load_default=None)
    unit = fields.String(validate=validate.OneOf(UNITS), load_default="weeks")
    next_due = fields.Date(allow_none=True, load_default=None)
    child = fields.String(validate=validate.OneOf(CHILD), load_default="no")
    seen_by = PlainText(blank=True, max=200, load_default="")
    asks = fields.List(
        fields.String(validate=validate.OneOf(TOPICS)), validate=validate.Length(max=len(TOPICS)), load_default=list
    )


class AmendRequirement(RequirementFields, OnVersion):
    pass


class PreparedRequirement(RequirementSchema):
    version = Id(required=True)
