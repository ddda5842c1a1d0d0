from marshmallow import Schema

from mas_hub.web.fields import Id, PlainText, Whole, YesNo


class Prepare(Schema):
    """`version`: the one this was written on; 0 when nobody of the agency has written anything yet."""

    version = Whole(required=True)
    to_raise = PlainText(load_default="", blank=True)
    involved = PlainText(load_default="", blank=True, max=2000)
    level = Whole(load_default=None, allow_none=True)
    evidence = PlainText(load_default="", blank=True)
    ready = YesNo(load_default=False)


class PreparationSchema(Prepare):
    """The same before the meeting opens."""


class SharePreparation(Schema):
    version = Id(required=True)
