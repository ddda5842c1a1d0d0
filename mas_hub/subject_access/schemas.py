from marshmallow import Schema, fields, validate

from mas_hub.language import LANGUAGES
from mas_hub.subject_access.rules import CASE, GROUNDS, LONGEST_REQUEST, WORKER
from mas_hub.web.fields import PlainText, Whole


class AccessAsked(Schema):
    """`named`: a case's reference or a worker's e-mail address, exactly. `request`: the agency's reference of it."""

    about = fields.String(required=True, validate=validate.OneOf((CASE, WORKER)))
    named = PlainText(required=True, max=254)
    ground = fields.String(required=True, validate=validate.OneOf(GROUNDS))
    request = PlainText(required=True, max=LONGEST_REQUEST)


class AccessMade(AccessAsked):
    """`id`: which of what was found. `language`: of the labels."""

    id = Whole(required=True, min=1)
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
