from marshmallow import Schema, fields

from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.web.fields import Id, PlainText


class ChronologyEventSchema(Schema):
    """`ended` only for what lasted longer than a day. `source`: where the agency has it from."""

    began = fields.Date(required=True)
    ended = fields.Date(load_default=None, allow_none=True)
    what = PlainText(required=True)
    source = PlainText(load_default="", blank=True, max=500)


class AmendChronologyEvent(OnVersion):
    began = fields.Date()
    ended = fields.Date(allow_none=True)
    what = PlainText()
    source = PlainText(blank=True, max=500)


class PreparedEvent(ChronologyEventSchema):
    version = Id(required=True)
