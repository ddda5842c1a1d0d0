"""marshmallow speaks in codes of the refusals catalogue, never in English sentences.

A message is a code, and its blanks after it: `too_long max=60`. Importing this module changes marshmallow's own
defaults, so that a field or validator used as it comes also speaks in codes.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from mas_hub.errors import FieldRefusal

_CODE = re.compile(r"[a-z][a-z0-9_]*(?: [a-z]+=\S+)*")

_FIELD_MESSAGES: dict[type[fields.Field[Any]], dict[str, str]] = {
    fields.Field: {"required": "required", "null": "required", "validator_failed": "not_valid"},
    fields.String: {"invalid": "not_text", "invalid_utf8": "not_text"},
    fields.Number: {"invalid": "not_a_number", "too_large": "not_a_number"},
    fields.Integer: {"invalid": "not_a_number"},
    fields.Boolean: {"invalid": "not_yes_or_no"},
    fields.DateTime: {"invalid": "not_a_time", "invalid_awareness": "not_a_time", "format": "not_a_time"},
    fields.AwareDateTime: {"invalid_awareness": "not_a_time"},
    fields.Date: {"invalid": "not_a_date", "format": "not_a_date"},
    fields.UUID: {"invalid_uuid": "not_valid"},
    fields.List: {"invalid": "not_a_list"},
    fields.Mapping: {"invalid": "not_valid"},
    fields.Nested: {"type": "not_valid"},
}


def _speak_in_codes() -> None:
    for field, messages in _FIELD_MESSAGES.items():
        field.default_error_messages = {**field.default_error_messages, **messages}
    Schema.error_messages = {"type": "not_valid", "unknown": "unknown_field"}
    validate.OneOf.default_message = "not_one_of"
    validate.Length.message_min = "too_few min={min}"
    validate.Length.message_max = "too_many max={max}"
    validate.Length.message_all = "out_of_range min={min} max={max}"
    validate.Length.message_equal = "not_valid"
    validate.Range.message_min = "too_small min={{min}}"
    validate.Range.message_max = "too_large max={{max}}"
    validate.Range.message_all = "out_of_range min={{min}} max={{max}}"
    validate.ContainsOnly.default_message = "not_one_of"


def refusals(messages: Any, path: str = "") -> Iterator[tuple[str, FieldRefusal]]:
    """marshmallow's nested messages as (`milestones.0.date`, refusal): the first of each field."""
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            inside = path if name == "_schema" else f"{path}.{name}" if path else str(name)
            yield from refusals(inner, inside)
    elif isinstance(messages, list):
        yield path, refusal_of(str(messages[0]))
    else:
        yield path, refusal_of(str(messages))


def refusal_of(message: str) -> FieldRefusal:
    if not _CODE.fullmatch(message):
        return "not_valid"
    code, *blanks = message.split(" ")
    if not blanks:
        return code
    pairs = (blank.split("=", 1) for blank in blanks)
    return code, {name: int(value) if value.lstrip("-").isdigit() else value for name, value in pairs}


_speak_in_codes()
