"""Reading one item of a practice data file, field by field; whatever does not fit is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mas_hub.practice.errors import PracticeDataError
from mas_hub.practice.items import Name

JURISDICTIONS = ("england", "wales", "england_and_wales", "local")


class Fields:
    """One item. `where` names file and item; `one_language`: a name may lack a language (local values)."""

    def __init__(self, where: str, raw: object, *, one_language: bool = False) -> None:
        self.where = where
        self.one_language = one_language
        if not isinstance(raw, Mapping):
            raise self.error("must be a mapping of fields")
        self._raw: Mapping[str, Any] = raw
        self._read: set[str] = set()

    def error(self, reason: str) -> PracticeDataError:
        return PracticeDataError(f"{self.where}: {reason}")

    def get(self, field: str, default: Any = None) -> Any:
        self._read.add(field)
        return self._raw.get(field, default)

    def text(self, field: str) -> str:
        value = self.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"{field} must be a text")
        return value

    def choice(self, field: str, allowed: tuple[str, ...]) -> str:
        value = self.get(field)
        if value not in allowed:
            raise self.error(f"{field} must be one of {', '.join(allowed)}")
        return str(value)

    def optional_choice(self, field: str, allowed: tuple[str, ...]) -> str | None:
        return None if self.get(field) is None else self.choice(field, allowed)

    def choices(self, field: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        value = self.get(field)
        if not isinstance(value, list) or not value or any(one not in allowed for one in value):
            raise self.error(f"{field} must be a list of {', '.join(allowed)}")
        return tuple(value)

    def optional_choices(self, field: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        return self.choices(field, allowed) if self.get(field) else ()

    def yes_or_no(self, field: str) -> bool:
        """No where it is not given."""
        value = self.get(field, False)
        if not isinstance(value, bool):
            raise self.error(f"{field} must be true or false")
        return value

    def whole(self, field: str) -> int:
        value = self.get(field)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1000:
            raise self.error(f"{field} must be a whole number from 1 to 1000")
        return value

    def optional_whole(self, field: str) -> int | None:
        return None if self.get(field) is None else self.whole(field)

    def day(self, field: str) -> date:
        value = self.get(field)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                value = None
        if type(value) is not date:
            raise self.error(f"{field} must be a date, YYYY-MM-DD")
        return value

    def name(self, field: str) -> Name:
        """A mapping {en, cy}. A local value may leave one language out: the other then stands for both."""
        value = self.get(field)
        texts = dict(value) if isinstance(value, Mapping) else {}
        if self.one_language and (given := texts.get("en") or texts.get("cy")):
            texts = {"en": given, "cy": given} | {language: text for language, text in texts.items() if text}
        if set(texts) != {"en", "cy"} or any(not isinstance(text, str) or not text.strip() for text in texts.values()):
            raise self.error(f"{field} must have a text under en and under cy")
        return Name(en=texts["en"], cy=texts["cy"])

    def optional_name(self, field: str) -> Name | None:
        return None if self.get(field) is None else self.name(field)

    def source(self) -> Name:
        """A citation: {en, cy}, or a single text where a title has no translation."""
        return Name(self._raw["source"], self._raw["source"]) if self._is_text("source") else self.name("source")

    def lines(self, field: str) -> tuple[str, ...]:
        value = self.get(field)
        lines = (
            tuple(line for line in value if isinstance(line, str) and line.strip()) if isinstance(value, list) else ()
        )
        if not lines or len(lines) < len(value):
            raise self.error(f"{field} must be a list of texts")
        return lines

    def finish(self) -> None:
        """Call when every field has been read: a field nobody asked for is a mistake."""
        unknown = sorted(str(field) for field in self._raw if field not in self._read)
        if unknown:
            raise self.error(f"unknown field {', '.join(unknown)}")

    def _is_text(self, field: str) -> bool:
        self._read.add(field)
        return isinstance(self._raw.get(field), str) and bool(self._raw[field].strip())
