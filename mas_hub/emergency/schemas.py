from marshmallow import Schema

from mas_hub.web.fields import PlainText


class LookUp(Schema):
    """`reference`: the case's, as those have it who rang."""

    reference = PlainText(required=True, max=60)


class BreakGlass(Schema):
    """`reference`: the case's, as it was looked up. `reason` is for who reads the record or records for an agency."""

    reference = PlainText(required=True, max=60)
    reason = PlainText(required=True, max=1000)


class Reply(Schema):
    """`question` empty: the agency has seen it, and asks nothing."""

    question = PlainText(blank=True, load_default="", max=2000)


class Answer(Schema):
    answer = PlainText(required=True, max=2000)
