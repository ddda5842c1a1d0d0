from marshmallow import Schema, fields

from mas_hub.web.fields import Id, PlainText, Whole, YesNo


class AddThresholdPosition(Schema):
    level = Whole(required=True)
    evidence = PlainText(required=True)
    would_change_view = PlainText(load_default="", blank=True)


class MoveThresholdPosition(Schema):
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


class ResolveDisagreement(Schema):
    of = Id(required=True)
    version = Id(required=True)
    how = PlainText(required=True)


class EscalateDisagreement(Schema):
    of = Id(required=True)
    version = Id(required=True)
    owner = Id(required=True)
    reason = PlainText(required=True)
    immediate_risk = YesNo(load_default=False)
