"""The shape of what a page sends of a passkey: base64url as the browser gave it, no part longer than it can be."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load

from mas_hub.identity.webauthn_checks import Made, Shown
from mas_hub.web.fields import Name, PlainText

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


class Base64Url(PlainText):
    def __init__(self, *, max: int, **more: Any) -> None:
        super().__init__(max=max, lines=False, **more)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        if not _LETTERS.issuperset(text):
            raise ValidationError("not_one_of")
        return text


class ShownSchema(Schema):
    id = Base64Url(required=True, max=1_400)
    client_data = Base64Url(required=True, max=4_000)
    authenticator_data = Base64Url(required=True, max=4_000)
    signature = Base64Url(required=True, max=2_000)
    user_handle = Base64Url(load_default="", blank=True, max=100)

    @post_load
    def _shown(self, given: dict[str, str], **_: Any) -> Shown:
        return Shown(**given)


class MadeSchema(Schema):
    id = Base64Url(required=True, max=1_400)
    client_data = Base64Url(required=True, max=4_000)
    attestation = Base64Url(required=True, max=20_000)

    @post_load
    def _made(self, given: dict[str, str], **_: Any) -> Made:
        return Made(**given)


class ShowPasskeySchema(Schema):
    shown = fields.Nested(ShownSchema, required=True)


class NamePasskeySchema(Schema):
    """Said before the device makes anything, so that what is refused leaves nothing there."""

    name = Name(required=True, max=60)


class AddPasskeySchema(NamePasskeySchema):
    made = fields.Nested(MadeSchema, required=True)
