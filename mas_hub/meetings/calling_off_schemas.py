"""The shape of postponing and cancelling."""

from marshmallow import Schema

from mas_hub.web.fields import Moment, PlainText


class PostponeMeeting(Schema):
    reason = PlainText(required=True, max=500)
    scheduled_at = Moment(required=True)


class CancelMeeting(Schema):
    reason = PlainText(required=True, max=500)
