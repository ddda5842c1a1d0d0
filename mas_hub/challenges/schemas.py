from marshmallow import Schema, fields, validate

from mas_hub.challenges.rules import PROCESSES, STATES
from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.web.fields import Id, PlainText

LONGEST = 2_000
MOST_CONCERNED = 20


def _concerns(**more: object) -> fields.List[int]:
    return fields.List(Id(), validate=validate.Length(max=MOST_CONCERNED), **more)  # type: ignore[arg-type]


class RaiseProcessChallenge(Schema):
    """`obstacle`: what gets in the way. `concerns`: the agencies whose process it is, where that is to be said."""

    process = fields.String(required=True, validate=validate.OneOf(PROCESSES))
    obstacle = PlainText(required=True, max=LONGEST)
    would_help = PlainText(load_default="", blank=True, max=LONGEST)
    concerns = _concerns(load_default=list)


class AmendProcessChallenge(OnVersion):
    process = fields.String(validate=validate.OneOf(PROCESSES))
    obstacle = PlainText(max=LONGEST)
    would_help = PlainText(blank=True, max=LONGEST)
    concerns = _concerns()


class AnswerChallenge(Schema):
    """`removed`: it tells of a case; its words go from the partnership's list for good."""

    version = Id(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    answer = PlainText(load_default="", blank=True, max=LONGEST)
