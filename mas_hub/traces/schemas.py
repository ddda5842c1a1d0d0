from marshmallow import Schema, fields, validate

from mas_hub.language import LANGUAGES
from mas_hub.web.fields import Day


class Asked(Schema):
    """Which rows. Both days are included; without one there is no bound, but for
    every meeting and no day at all: then the last 90. `page` counts from 1, the newest first."""

    meeting = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=2**31 - 1))
    first = Day(load_default=None, allow_none=True)
    last = Day(load_default=None, allow_none=True)
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10**6))


class Taken(Schema):
    """What the file holds, and its language."""

    meeting = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=2**31 - 1))
    first = Day(load_default=None, allow_none=True)
    last = Day(load_default=None, allow_none=True)
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
