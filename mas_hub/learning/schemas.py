from marshmallow import Schema, fields, validate

from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.web.fields import BilingualName, Id, InEitherLanguage, Name, PlainText, Whole, YesNo

LONGEST = 1_000
MOST_CHOSEN = 5
"""More than that nobody keeps in mind in a meeting."""


class LearningText(InEitherLanguage):
    en = PlainText(blank=True, load_default="", max=LONGEST)
    cy = PlainText(blank=True, load_default="", max=LONGEST)


class NewLearningPoint(Schema):
    """`review`: the title of the review that it comes from."""

    title = BilingualName(required=True)
    text = fields.Nested(LearningText, required=True)
    review = Name(required=True, max=300)
    publisher = Name(required=True)
    year = Whole(required=True)
    link = PlainText(required=True, max=1_000, lines=False)


class ChangeLearningPoint(NewLearningPoint):
    """`offered`: whether it can be chosen for meetings to come."""

    version = Id(required=True)
    offered = YesNo(required=True)


class ChooseLearning(Schema):
    points = fields.List(Id(), required=True, validate=validate.Length(max=MOST_CHOSEN))


class NoteLearning(OnVersion):
    meant = PlainText(required=True, max=2_000)
