from marshmallow import Schema, fields, validate

from mas_hub.language import LANGUAGES
from mas_hub.web.fields import Whole


class EvidenceSchema(Schema):
    """`year`: in which it begins."""

    year = Whole(required=True, min=2000, max=2200)
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
