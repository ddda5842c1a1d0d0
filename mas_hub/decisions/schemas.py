"""The shape of a decision. Its fields may be empty while it is proposed; agreeing checks them."""

from typing import Any

from marshmallow import Schema, fields, validate

from mas_hub.meetings.act_schemas import OnVersion
from mas_hub.practice.vocabulary import STANDS
from mas_hub.web.fields import Day, Id, PlainText

ANSWERABLE = ("threshold_position", "disagreement", "drift_concern", "reflection", "requirement")


MOST_ANSWERED = 50


class DueDate(Day):
    """A date, or none yet: null and an empty text alike."""

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return super().deserialize(None if value == "" else value, *args, **kwargs)


class Some(fields.List[Any]):
    """A list; null reads as an empty one."""

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return super().deserialize([] if value is None else value, *args, **kwargs)


class Answered(Schema):
    type = fields.String(required=True, validate=validate.OneOf(ANSWERABLE))
    id = Id(required=True)


AUTHORITIES = ("", "within_role", "needs_sign_off")


class DecisionFields(Schema):
    owner = Id(allow_none=True)
    involves = Some(Id())
    text = PlainText(blank=True)
    measure = PlainText(blank=True)
    responsible = PlainText(blank=True)
    due = DueDate(allow_none=True)
    reflects_child = PlainText(blank=True)
    rationale = PlainText(blank=True)
    answers = Some(fields.Nested(Answered), validate=validate.Length(max=MOST_ANSWERED))
    authority = fields.String(validate=validate.OneOf(AUTHORITIES))
    sign_off_by = PlainText(blank=True, max=200)
    family_what = PlainText(blank=True)
    family_by = PlainText(blank=True, max=200)
    family_on = DueDate(allow_none=True)


class ProposeDecision(DecisionFields):
    owner = Id(allow_none=True, load_default=None)
    involves = Some(Id(), load_default=list)
    text = PlainText(blank=True, load_default="")
    measure = PlainText(blank=True, load_default="")
    responsible = PlainText(blank=True, load_default="")
    due = DueDate(allow_none=True, load_default=None)
    reflects_child = PlainText(blank=True, load_default="")
    rationale = PlainText(blank=True, load_default="")
    answers = Some(fields.Nested(Answered), load_default=list, validate=validate.Length(max=MOST_ANSWERED))
    authority = fields.String(validate=validate.OneOf(AUTHORITIES), load_default="")
    sign_off_by = PlainText(blank=True, max=200, load_default="")
    family_what = PlainText(blank=True, load_default="")
    family_by = PlainText(blank=True, max=200, load_default="")
    family_on = DueDate(allow_none=True, load_default=None)


class AmendDecision(DecisionFields, OnVersion):
    pass


class WithdrawDecision(OnVersion):
    reason = PlainText(blank=True, load_default="")


class GiveConsent(OnVersion):
    """`version` is that of the decision the agency saw: nobody consents to words they have not read."""

    stand = fields.String(required=True, validate=validate.OneOf(STANDS))
    reason = PlainText(blank=True, load_default="")


class ConfirmReadBack(Schema):
    """`seen`: the agreed decisions that the agency read, so that nobody confirms what they have not."""

    seen = fields.List(Id(), required=True)
