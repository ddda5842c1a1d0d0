import re

from marshmallow import Schema, ValidationError

from mas_hub.web.fields import PlainText

_SHA256 = re.compile(r"[0-9a-f]{64}")


def _is_sha256(value: str) -> None:
    if not _SHA256.fullmatch(value):
        raise ValidationError("not_valid")


class DigestSchema(Schema):
    sha256 = PlainText(required=True, max=64, validate=_is_sha256)
