from marshmallow import Schema, fields, validate

from mas_hub.web.fields import Id, PlainText

CORRECTABLE = (
    "threshold_position", "disagreement", "drift_concern", "involvement", "reflection", "decision", "consent",
)  # fmt: skip


class Corrected(Schema):
    type = fields.String(required=True, validate=validate.OneOf(CORRECTABLE))
    id = Id(required=True)


class AddAddendum(Schema):
    """`corrects`: the entry beside which it is to stand; null when it is about the meeting as a whole."""

    corrects = fields.Nested(Corrected, load_default=None, allow_none=True)
    text = PlainText(required=True)
    reason = PlainText(required=True)
