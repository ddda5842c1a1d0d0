from marshmallow import Schema, fields

from mas_hub.web.fields import PlainText, YesNo


class ReceiptSchema(Schema):
    recorded = YesNo(required=True)
    reference = PlainText(load_default="", blank=True, max=200)
    recorded_on = fields.Date(load_default=None, allow_none=True)
    why_not = PlainText(load_default="", blank=True, max=2000)
