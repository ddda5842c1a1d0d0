from typing import Any

from marshmallow import Schema, fields, post_load, validate

from mas_hub.integration.rules import DAYS, MOST_ISSUES, SCOPES
from mas_hub.web.fields import Name, Whole


class NewTokenSchema(Schema):
    name = Name(required=True, max=100)
    scopes = fields.List(fields.String(validate=validate.OneOf(SCOPES)), required=True, validate=validate.Length(min=1))
    days = Whole(required=True, validate=validate.OneOf(DAYS))

    @post_load
    def _each_once(self, said: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**said, "scopes": [scope for scope in SCOPES if scope in said["scopes"]]}


class SinceSchema(Schema):
    """From an address, where a number is text."""

    after = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**31 - 1))
    limit = fields.Integer(load_default=20, validate=validate.Range(min=1, max=MOST_ISSUES))
