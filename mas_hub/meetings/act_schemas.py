"""What acts of several rooms are sent with."""

from marshmallow import Schema

from mas_hub.web.fields import Id, PlainText


class NothingMore(Schema):
    """An act that needs no details."""


class OnVersion(Schema):
    """What an act changes: `of`, as it stood at `version` when one saw it."""

    of = Id(required=True)
    version = Id(required=True)


class Withdrawing(OnVersion):
    reason = PlainText(required=True)
