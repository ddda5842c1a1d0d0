from marshmallow import Schema

from mas_hub.web.fields import Day, Name, PlainText, Whole

MOST_WEEKS = 104


class AgreementSchema(Schema):
    """`version`: the one this was written over; 0 where there is none yet."""

    version = Whole(required=True)
    purpose = PlainText(required=True, max=2_000)
    cases = PlainText(required=True, max=2_000)
    every_weeks = Whole(required=True, min=1, max=MOST_WEEKS)
    confidentiality = PlainText(required=True, max=2_000)
    disagreement = PlainText(required=True, max=2_000)
    signed_by = Name(required=True)
    begins = Day(required=True)
    review_on = Day(required=True)
