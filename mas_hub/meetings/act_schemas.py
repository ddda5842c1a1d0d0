"""What acts of several rooms are sent with, and requests that need as little."""

from marshmallow import Schema

from mas_hub.web.fields import Id, PlainText


class NothingMore(Schema):
    """Nothing but that it be done."""


class OnVersion(Schema):
    """What an act changes: `of`, as it stood at `version` when one saw it."""

    of = Id(required=True)
    version = Id(required=True)


class Withdrawing(OnVersion):
    reason = PlainText(required=True)
