"""The shape of seating a guest, and of coming in by a link."""

from marshmallow import Schema, fields, validate

from mas_hub.joining.rules import GUEST_ROLES
from mas_hub.web.fields import Id, Name, PlainText


class SeatGuest(Schema):
    name = Name(required=True)
    job = Name(load_default="", blank=True)
    agency_id = Id(required=True)
    role = fields.String(required=True, validate=validate.OneOf(GUEST_ROLES))


class Joining(Schema):
    token = PlainText(required=True, max=200)
