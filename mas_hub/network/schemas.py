from marshmallow import Schema

from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.web.fields import PlainText

LONGEST = 2_000


class InvolvementFields(Schema):
    service = PlainText(blank=True, max=200)
    people = PlainText(max=LONGEST)
    does = PlainText(blank=True, max=LONGEST)


class AddInvolvement(InvolvementFields):
    """`service`: whose people they are, where they are not one's own."""

    service = PlainText(blank=True, max=200, load_default="")
    people = PlainText(required=True, max=LONGEST)
    does = PlainText(blank=True, max=LONGEST, load_default="")


class AmendInvolvement(InvolvementFields, OnVersion):
    pass
