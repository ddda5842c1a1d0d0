from marshmallow import Schema

from mas_hub.web.fields import Id, PlainText


class OnVersion(Schema):
    """What an act changes: `of`, as it stood at `version` when one saw it."""

    of = Id(required=True)
    version = Id(required=True)


class Withdrawing(OnVersion):
    reason = PlainText(required=True)
