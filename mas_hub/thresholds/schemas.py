from marshmallow import Schema, fields

from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.web.fields import Id, PlainText, Whole, YesNo


class Tested(Schema):
    """What is not given stays as it was; what is given empty is taken away."""

    hypothesis = PlainText(blank=True)
    evidence_against = PlainText(blank=True)
    proportionality = PlainText(blank=True)
    identity = PlainText(blank=True)
    trauma = PlainText(blank=True)


class AddThresholdPosition(Tested):
    level = Whole(required=True)
    evidence = PlainText(required=True)
    would_change_view = PlainText(load_default="", blank=True)


class MoveThresholdPosition(Tested):
    level = Whole(required=True)
    evidence = PlainText(required=True)
    would_change_view = PlainText(load_default=None, blank=True)
    version = Id(required=True)


class WithdrawThresholdPosition(Schema):
    reason = PlainText(required=True)
    version = Id(required=True)


class RaiseDisagreement(Schema):
    about = PlainText(required=True)
    between = fields.List(Id(), required=True)


class ResolveDisagreement(OnVersion):
    """In the meeting, or after it."""

    how = PlainText(required=True)


class EscalateDisagreement(OnVersion):
    """To a stage, the first or the next."""

    owner = Id(required=True)
    reason = PlainText(required=True)
    immediate_risk = YesNo(load_default=False)
