import re
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from mas_hub.web.fields import Id

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class Month(fields.Field[date]):
    """`2026-09`, as its first day."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        found = _MONTH.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise ValidationError("not_a_month")
        return date(int(found[1]), int(found[2]), 1)


class Asked(Schema):
    """`agency_id` null: all agencies."""

    first = Month(required=True)
    last = Month(required=True)
    agency_id = Id(load_default=None, allow_none=True)


class AskedFile(Asked):
    language = fields.String(required=True, validate=validate.OneOf(("en", "cy")))
