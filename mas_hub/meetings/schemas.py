"""The shape of a plan and of the chair's acts."""

from marshmallow import Schema, fields, validate

from mas_hub.practice.vocabulary import ATTENDANCES, CRITERIA, PURPOSES
from mas_hub.web.fields import Day, Id, Moment, PlainText, Whole

INFORMATION_SHARED = ("assigned", "all_reached")
SESSION_MODELS = ("group", "peer", "one_to_one")
LAWFUL_BASES = ("public_task", "legal_obligation", "vital_interests", "consent", "other")
"""On which personal data may be shared here (UK GDPR, article 6); the partnership's sharing agreement says which."""


class AcceptGroundRules(Schema):
    version = fields.String(required=True)


class RecordAttendance(Schema):
    agency = Id(required=True)
    attendance = fields.String(required=True, validate=validate.OneOf(ATTENDANCES))


class SetStage(Schema):
    stage = PlainText(required=True, max=80)


class CloseMeeting(Schema):
    next_meeting_on = Day(load_default=None, allow_none=True)
    no_next_meeting_because = PlainText(load_default="", blank=True)
    childs_voice_not_heard_because = PlainText(load_default="", blank=True)


class NewMeeting(Schema):
    case_id = Id(required=True)


class InvitedAgency(Schema):
    agency_id = Id(required=True)
    representatives = fields.List(Id(), load_default=list)
    recorders = fields.List(Id(), load_default=list)


class Plan(Schema):
    version = Id(required=True)
    purpose = fields.String(required=True, validate=validate.OneOf(PURPOSES))
    criteria = fields.List(
        fields.String(validate=validate.OneOf(CRITERIA)), required=True, validate=validate.Length(max=len(CRITERIA))
    )
    criteria_other = PlainText(load_default="", blank=True, max=500)
    scheduled_at = Moment(required=True, allow_none=True)
    planned_minutes = Whole(load_default=90, min=15, max=480)
    session_model = fields.String(load_default="group", validate=validate.OneOf(SESSION_MODELS))
    template = PlainText(required=True, max=40)
    information_shared = fields.String(load_default="assigned", validate=validate.OneOf(INFORMATION_SHARED))
    lawful_basis = fields.String(load_default="", validate=validate.OneOf(("", *LAWFUL_BASES)))
    lawful_basis_note = PlainText(load_default="", blank=True, max=500)
    invited = fields.List(fields.Nested(InvitedAgency), required=True, validate=validate.Length(max=60))
    advisers = fields.List(Id(), load_default=list)
    observers = fields.List(Id(), load_default=list)
    deputy_id = Id(load_default=None, allow_none=True)
