"""The shape of what somebody says about their own account."""

from marshmallow import Schema

from mas_hub.identity.schemas import Password


class PasswordChangeSchema(Schema):
    present = Password(required=True, load_only=True)
    password = Password(required=True, load_only=True)


class ProofSchema(Schema):
    password = Password(required=True, load_only=True)
