"""The fields that schemas are made of, and the one way to load what somebody sent.

Text is plain text: NFC, stripped, lines ended by a newline, no control characters (S1 and S2 records are read by
spreadsheet, document and case systems that choke on them).
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from mas_hub.errors import Invalid
from mas_hub.web.codes import refusals

ENTRY_LENGTH = 8_000
SHORT = 200
GREATEST_ID = 2**31 - 1
EARLIEST, AFTER_LATEST = date(1900, 1, 1), date(2200, 1, 1)

BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_CONTROL_IN_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def load(schema: Schema | type[Schema], data: Any) -> dict[str, Any]:
    """What `schema` makes of `data`; unknown fields are refused.

    Raises:
        Invalid: `check_your_answers`, with the refusal of each field under its path (`milestones.0.date`).
    """
    loader = schema() if isinstance(schema, type) else schema
    try:
        loaded: dict[str, Any] = loader.load(data, unknown=RAISE)
    except ValidationError as error:
        raise Invalid("check_your_answers", fields=dict(refusals(error.messages))) from None
    return loaded


def clean(value: str, *, lines: bool) -> str:
    """`value` in its one stored form. Raises `ValidationError` for what no text may hold."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if (_CONTROL_IN_LINES if lines else _CONTROL).search(text):
        raise ValidationError("control_characters")
    return text


def _is_blank(text: str) -> bool:
    return not any(unicodedata.category(character)[0] in "LMNPS" for character in text)


class PlainText(fields.String):
    """Text of at most `max` characters. `blank`: it may be empty, and null reads as empty.

    Newlines and tabs are kept in long texts only (`max` over 200), unless `lines` says otherwise.
    """

    def __init__(self, *, max: int = ENTRY_LENGTH, blank: bool = False, lines: bool | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.max = max
        self.blank = blank
        self.lines = max > SHORT if lines is None else lines

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return super().deserialize("" if value is None and self.blank else value, *args, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        text = clean(value, lines=self.lines)
        if _is_blank(text):
            if not self.blank:
                raise self.make_error("required")
            return ""
        if len(text) > self.max:
            raise ValidationError(f"too_long max={self.max}")
        return text


class Name(PlainText):
    """One line that says who or what something is; what would show it in another order than it is stored is refused."""

    def __init__(self, *, max: int = SHORT, **more: Any) -> None:
        super().__init__(max=max, lines=False, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if BIDI_CONTROLS.intersection(text):
            raise ValidationError("bidi_in_name")
        return text


class Day(fields.Date):
    """A day that somebody can mean: nothing that could not be reckoned with, or would be by every later reader."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:
        return _within_reach(super()._deserialize(value, *args, **kwargs))


class Moment(fields.AwareDateTime):
    """The same for a time of day, given with its time zone."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        moment: datetime = super()._deserialize(value, *args, **kwargs)
        _within_reach(moment.date())
        return moment


def _within_reach(day: date) -> date:
    if not EARLIEST <= day < AFTER_LATEST:
        raise ValidationError("date_out_of_reach")
    return day


class InEitherLanguage(Schema):
    """For `en` and `cy`, of which one may be missing, null or empty. That one loads as None."""

    @post_load
    def _one_of_them(self, said: dict[str, str], **_: Any) -> dict[str, str | None]:
        if not any(said.values()):
            raise ValidationError("required")
        return {language: text or None for language, text in said.items()}


class _BilingualNameSchema(InEitherLanguage):
    en = Name(blank=True, load_default="")
    cy = Name(blank=True, load_default="")


class BilingualName(fields.Nested):
    """`{en, cy}`, one of them at least."""

    def __init__(self, **more: Any) -> None:
        super().__init__(_BilingualNameSchema, **more)


class Whole(fields.Integer):
    """A whole number given as one: no text, no fraction, no true or false."""

    def __init__(self, *, min: int = 0, max: int = GREATEST_ID, **more: Any) -> None:
        super().__init__(strict=True, **more)
        self.validators.append(validate.Range(min=min, max=max))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid")
        return value


class Id(Whole):
    """A row's id, or a version: nothing a database could not hold."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min=1, **more)


class YesNo(fields.Boolean):
    """true or false, and nothing that merely looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value
