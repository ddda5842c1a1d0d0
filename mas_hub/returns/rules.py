"""Which year a return is of, when it may be submitted, and what it must say by then."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mas_hub.errors import Conflict, FieldRefusal, Invalid, NotFound
from mas_hub.returns.statements import KEYS

APRIL = 4
FIRST_YEAR = 2020
YEARS_OFFERED = 3


def year_of(day: date) -> int:
    """April to March, as public bodies report; a year is called by the one in which it begins."""
    return day.year if day.month >= APRIL else day.year - 1


def first_day(year: int) -> date:
    return date(year, APRIL, 1)


def last_day(year: int) -> date:
    return date(year + 1, APRIL - 1, 31)


def years_offered(today: date) -> list[int]:
    """This one, and those before it that may still want a return; the newest first."""
    return [year_of(today) - back for back in range(YEARS_OFFERED)]


def check_year(year: int, today: date) -> None:
    """A year that has begun."""
    if not FIRST_YEAR <= year <= year_of(today):
        raise NotFound


def has_ended(year: int, today: date) -> bool:
    return last_day(year) < today


def check_ended(year: int, today: date) -> None:
    if not has_ended(year, today):
        raise Conflict("return_year_runs", first=first_day(year + 1).isoformat())


def check_complete(answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Every statement has its rating, and an action that is planned says by whom and by when. Evidence that is missing
    is shown as missing."""
    lacking: dict[str, FieldRefusal] = {}
    for key in KEYS:
        said = answers.get(key, {})
        if not said.get("rating"):
            lacking[f"answers.{key}.rating"] = "return_needs_rating"
        if said.get("action"):
            if not said.get("by_whom"):
                lacking[f"answers.{key}.by_whom"] = "return_needs_by_whom"
            if not said.get("by_when"):
                lacking[f"answers.{key}.by_when"] = "return_needs_by_when"
    if lacking:
        raise Invalid("return_incomplete", fields=lacking)
