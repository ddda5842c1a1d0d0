"""The shape of the acts that change who is at the table."""

from marshmallow import Schema, fields, validate

from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.web.fields import Id, PlainText

SEATED_ON_THE_DAY = ("representative", "adviser", "observer", "recorder")
"""Every role of a seat but the chair's, which is handed over."""


class HandOverChair(Schema):
    """`to`: the seat of whoever is to chair."""

    to = Id(required=True)


class InviteAgency(Schema):
    agency = Id(required=True)


class SeatPerson(Schema):
    person = Id(required=True)
    role = fields.String(required=True, validate=validate.OneOf(SEATED_ON_THE_DAY))


class RemoveSeat(OnVersion):
    reason = PlainText(required=True, max=500)
