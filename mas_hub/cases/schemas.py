"""The shape of what is said about a case. Vocabulary from the practice room."""

from marshmallow import Schema, fields, validate

from mas_hub.practice.vocabulary import MILESTONE_KINDS, SUBJECT_TYPES
from mas_hub.web.fields import Day, Id, Name, PlainText

CAPACITIES = ("has", "in_doubt", "lacks")
MOST_OF_CAPACITY = 500


class MilestoneSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(MILESTONE_KINDS))
    date = Day(required=True)


class CaseSchema(Schema):
    reference = Name(required=True, max=60)
    subject_initials = Name(required=True, max=20)
    subject_type = fields.String(required=True, validate=validate.OneOf(SUBJECT_TYPES))
    age_band = Name(required=True, max=40, blank=True)
    capacity = fields.String(load_default="", validate=validate.OneOf(("", *CAPACITIES)))
    capacity_words = PlainText(load_default="", blank=True, max=MOST_OF_CAPACITY)
    milestones = fields.List(fields.Nested(MilestoneSchema), load_default=list, validate=validate.Length(max=100))


class CaseUpdateSchema(CaseSchema):
    version = Id(required=True)
