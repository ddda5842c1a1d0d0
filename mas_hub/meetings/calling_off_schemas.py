"""The shape of postponing and cancelling."""

from marshmallow import Schema, fields

from mas_hub.web.fields import PlainText


class PostponeMeeting(Schema):
    reason = PlainText(required=True, max=500)
    scheduled_at = fields.AwareDateTime(required=True)


class CancelMeeting(Schema):
    reason = PlainText(required=True, max=500)
