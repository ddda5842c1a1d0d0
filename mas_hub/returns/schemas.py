from typing import Any

from marshmallow import Schema, fields, validate

from mas_hub.language import LANGUAGES
from mas_hub.returns.rules import YEAR_BEGINS
from mas_hub.returns.statements import KEYS, RATINGS
from mas_hub.web.fields import Day, Id, Name, PlainText, Whole


class StatementAnswerSchema(Schema):
    """What an agency says to one statement; in a draft all of it may be missing."""

    rating = fields.String(load_default="", validate=validate.OneOf(("", *RATINGS)))
    evidence = PlainText(load_default="", blank=True, max=2_000)
    action = PlainText(load_default="", blank=True, max=1_000)
    by_whom = Name(load_default="", blank=True)
    by_when = Day(load_default=None, allow_none=True)


_EACH: dict[str, Any] = {key: fields.Nested(StatementAnswerSchema) for key in KEYS}
AnswersSchema = Schema.from_dict(_EACH, name="AnswersSchema")


class DraftSchema(Schema):
    """`version`: the one this was written over; 0 where there is none yet of this edition."""

    edition = Id(required=True)
    version = Whole(required=True)
    answers = fields.Nested(AnswersSchema, required=True)
    summary = PlainText(required=True, blank=True, max=4_000)
    approved_by = Name(required=True, blank=True)


class SubmitSchema(Schema):
    version = Id(required=True)


class ReturnYearSchema(Schema):
    """`begins`: the month, 4 for the financial year, 1 for the calendar's, 9 for the academic one."""

    begins = Whole(required=True, validate=validate.OneOf(YEAR_BEGINS))


class WhichSchema(Schema):
    """`edition` null: the newest that one may see."""

    edition = Id(load_default=None, allow_none=True)


class FileSchema(WhichSchema):
    format = fields.String(required=True, validate=validate.OneOf(("pdf", "docx", "xlsx", "json")))
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
