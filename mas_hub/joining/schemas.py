"""The shape of seating a guest, and of coming in by a link."""

from marshmallow import Schema, fields, validate

from mas_hub.joining.rules import GUEST_ROLES
from mas_hub.web.fields import Id, Name, PlainText


class _Guest(Schema):
    name = Name(required=True)
    job = Name(load_default="", blank=True)
    role = fields.String(required=True, validate=validate.OneOf(GUEST_ROLES))


class SeatGuestInPlan(_Guest):
    agency_id = Id(required=True)


class SeatGuest(_Guest):
    """An act's: on the board `agency` is what an act calls one."""

    agency = Id(required=True)


class Joining(Schema):
    token = PlainText(required=True, max=200)
