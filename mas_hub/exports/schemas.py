import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from mas_hub.exports.formats import FORMATS
from mas_hub.language import LANGUAGES
from mas_hub.web.fields import Day, PlainText, YesNo

_SHA256 = re.compile(r"[0-9a-f]{64}")


def _is_sha256(value: str) -> None:
    if not _SHA256.fullmatch(value):
        raise ValidationError("not_valid")


class DigestSchema(Schema):
    sha256 = PlainText(required=True, max=64, validate=_is_sha256)


class DaysSchema(Schema):
    """Both days are included."""

    first = Day(required=True)
    last = Day(required=True)


class BulkSchema(DaysSchema):
    formats = fields.List(
        fields.String(validate=validate.OneOf(list(FORMATS))), required=True, validate=validate.Length(max=len(FORMATS))
    )
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    locked = YesNo(load_default=False)

    @post_load
    def _each_once(self, said: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**said, "formats": tuple(name for name in FORMATS if name in said["formats"])}
