from marshmallow import Schema, fields, validate

from mas_hub.advice.rules import ROLES
from mas_hub.identity.schemas import Email
from mas_hub.web.fields import Day, Id, Name


class ContactSchema(Schema):
    """`role_name`: how the agency calls the role; needed where `role` is other."""

    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    role_name = Name(load_default="", blank=True)
    name = Name(required=True)
    telephone = Name(load_default="", blank=True, max=50)
    email = Email(load_default="", blank=True)
    hours = Name(load_default="", blank=True)
    as_of = Day(required=True)


class ChangedContact(ContactSchema):
    version = Id(required=True)
