"""The shape of what somebody says about their own account."""

from typing import Any

from marshmallow import Schema, fields, validate

from mas_hub.identity.rules import SECOND_FACTOR
from mas_hub.identity.schemas import Password
from mas_hub.web.fields import PlainText


class Code(PlainText):
    """A code of an authenticator app, or a recovery code, with or without its spaces and dashes."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max=40, **more)


class PasswordChangeSchema(Schema):
    present = Password(required=True, load_only=True)
    password = Password(required=True, load_only=True)


class ProofSchema(Schema):
    """The one that is asked for; the other is left empty."""

    password = Password(load_default="", blank=True, load_only=True)
    code = Code(load_default="", blank=True)


class CodeSchema(Schema):
    code = Code(required=True)


class SecondFactorSettingSchema(Schema):
    second_factor = fields.String(required=True, validate=validate.OneOf(SECOND_FACTOR))
