from marshmallow import Schema, fields, validate

from mas_hub.training.rules import LEVELS
from mas_hub.web.fields import Day, Id, Name


class TrainingFields(Schema):
    what = Name(required=True)
    provider = Name(load_default="", blank=True)
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    day = Day(required=True)
    valid_until = Day(load_default=None, allow_none=True)


class TrainingSchema(TrainingFields):
    """`person_id` null: one's own."""

    person_id = Id(load_default=None, allow_none=True)


class ChangedTraining(TrainingFields):
    version = Id(required=True)
