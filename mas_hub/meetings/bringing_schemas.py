from marshmallow import Schema, fields, validate

from mas_hub.web.fields import Id

MOST_AT_ONCE = 500


class BringPrepared(Schema):
    """`of`: by id, those of what is offered that are brought; without it, all of them."""

    of = fields.List(Id(), load_default=None, validate=validate.Length(min=1, max=MOST_AT_ONCE))
