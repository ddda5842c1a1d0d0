from marshmallow import Schema, fields, validate

from mas_hub.citations.rules import CITABLE
from mas_hub.web.fields import Id, PlainText


class Cited(Schema):
    type = fields.String(required=True, validate=validate.OneOf(CITABLE))
    id = Id(required=True)


class CiteSource(Schema):
    """`source`: a key of the partnership's list; or `title`, in one's own words. `place`: the page or paragraph."""

    beside = fields.Nested(Cited, required=True)
    source = PlainText(blank=True, max=60, load_default="")
    title = PlainText(blank=True, max=500, lines=False, load_default="")
    link = PlainText(blank=True, max=1000, lines=False, load_default="")
    place = PlainText(blank=True, max=200, load_default="")
