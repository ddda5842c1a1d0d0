"""The one family of errors that people are told about. Doors turn them into answers; nothing else is shown."""

from collections.abc import Mapping
from typing import Any, ClassVar

# The code of a field's message, or the code and what fills its blanks.
FieldRefusal = str | tuple[str, Mapping[str, str | int]]


class DomainError(Exception):
    """A refusal: what happened and what to do, as codes of the `refusals` catalogue.

    `fields` maps a field's name to its refusal; `current` is the present view of a thing that somebody
    else changed in the meantime; `params` fill the message's blanks.
    """

    status: ClassVar[int] = 400

    def __init__(
        self,
        code: str,
        *,
        fields: Mapping[str, FieldRefusal] | None = None,
        current: Mapping[str, Any] | None = None,
        **params: str | int,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.fields = dict(fields or {})
        self.current = current
        self.params = params

    def __str__(self) -> str:
        named = ", ".join(f"{field}: {code}" for field, code in self.fields.items())
        return f"{self.code} ({named})" if named else self.code


class SignedOut(DomainError):
    status = 401


class Forbidden(DomainError):
    status = 403


class NotFound(DomainError):
    """Hidden and absent alike."""

    status = 404

    def __init__(self, code: str = "not_found") -> None:
        super().__init__(code)


class Gone(DomainError):
    """It was deleted at the end of its time. Only those who had part in it are told so."""

    status = 410


class Conflict(DomainError):
    status = 409


class Invalid(DomainError):
    status = 422


class TooMany(DomainError):
    """More than is taken at once. `retry_after`: after how many seconds it may be sent again."""

    status = 429

    def __init__(self, code: str, *, retry_after: float, **params: str | int) -> None:
        super().__init__(code)
        self.params = params
        self.retry_after = retry_after


class Unavailable(DomainError):
    status = 503
