from marshmallow import Schema, fields, validate

from mas_hub.facilitation.rules import CAPACITIES, SHARINGS
from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.web.fields import Id, PlainText, YesNo


class OfHand(Schema):
    of = Id(required=True)


class SayReady(Schema):
    ready = YesNo(required=True)


class StateCapacity(Schema):
    level = fields.String(required=True, validate=validate.OneOf(CAPACITIES))
    words = PlainText(load_default="", blank=True)


class RaisePrivatePoint(Schema):
    text = PlainText(required=True)
    sharing = fields.String(load_default="no", validate=validate.OneOf(SHARINGS))


class AnswerPrivatePoint(OnVersion):
    answer = PlainText(required=True)


class AllowSharing(OnVersion):
    sharing = fields.String(required=True, validate=validate.OneOf(SHARINGS))
