"""The shape of what is said about agencies, people and signing in."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from mas_hub.identity.rules import COLOURS, ROLES, is_agency_code, is_email
from mas_hub.language import LANGUAGES
from mas_hub.practice.profile import NATIONS
from mas_hub.practice.vocabulary import SECTORS
from mas_hub.web.fields import BilingualName, Id, Name, PlainText, Whole, YesNo
from mas_hub.web.whole import STAYS


class Email(Name):
    """An e-mail address, lower-cased."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max=254, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        address = super()._deserialize(value, attr, data, **kwargs).lower()
        if address and not is_email(address):
            raise ValidationError("not_an_email")
        return address


class AgencyCode(Name):
    """Two to four capitals, or empty for the sector's own."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        code = super()._deserialize(value, attr, data, **kwargs).upper()
        if code and not is_agency_code(code):
            raise ValidationError("not_an_agency_code")
        return code


class Password(fields.String):
    """Kept exactly as typed; `rules.check_password` says what a new one must be. `blank`: it may be left empty."""

    def __init__(self, *, blank: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self.blank = blank

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if not value and not self.blank:
            raise self.make_error("required")
        if len(value) > 1_000:
            raise ValidationError("too_long max=256")
        return value


class SignInSchema(Schema):
    email = PlainText(required=True, max=254)
    password = Password(required=True, load_only=True)


class LanguageSchema(Schema):
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))


class AgencySchema(Schema):
    sector = fields.String(required=True, validate=validate.OneOf(SECTORS))
    name = BilingualName(required=True)
    code = AgencyCode(load_default="", blank=True)
    colour = Whole(load_default=None, allow_none=True, max=COLOURS - 1)
    record_system = PlainText(load_default="", blank=True, max=200)
    contact_address = Email(load_default="", blank=True)
    support_signposts = PlainText(load_default="", blank=True, max=2_000)
    active = YesNo(load_default=True)


class AgencyUpdateSchema(AgencySchema):
    version = Id(required=True)


class FirstAdministratorSchema(Schema):
    """What an empty deployment begins with."""

    partnership = Name(required=True)
    partnership_cy = Name(load_default=None)
    nation = fields.String(required=True, validate=validate.OneOf(NATIONS))
    agency = Name(required=True)
    agency_cy = Name(load_default=None)
    sector = fields.String(required=True, validate=validate.OneOf(SECTORS))
    name = Name(required=True)
    email = Email(required=True)


class PartnershipNameSchema(Schema):
    """A language that is not given keeps its name."""

    name = Name(load_default=None)
    name_cy = Name(load_default=None)


class PersonSchema(Schema):
    name = Name(required=True)
    email = Email(required=True)
    job = Name(load_default="", blank=True)
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES))
    agency_id = Id(required=True)
    roles = fields.List(
        fields.String(validate=validate.OneOf(ROLES)), load_default=list, validate=validate.Length(max=len(ROLES))
    )
    active = YesNo(load_default=True)


class NewPersonSchema(PersonSchema):
    """Without a password, or with null, they are invited and set their own."""

    password = Password(load_default=None, allow_none=True, load_only=True)


class PersonUpdateSchema(PersonSchema):
    """Without a password, or with null, the person keeps theirs."""

    version = Id(required=True)
    password = Password(load_default=None, allow_none=True, load_only=True, metadata=STAYS)
