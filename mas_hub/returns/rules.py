"""Which year a return is of, when it may be submitted, and what it must say by then."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from mas_hub.errors import Conflict, FieldRefusal, Invalid, NotFound
from mas_hub.returns.statements import KEYS

JANUARY, APRIL, SEPTEMBER = 1, 4, 9
YEAR_BEGINS = (APRIL, JANUARY, SEPTEMBER)
"""The financial year, as public bodies report; the calendar's; the academic one."""
FIRST_YEAR = 2020
YEARS_OFFERED = 3


def year_of(day: date, begins: int) -> int:
    """A year is called by the one in which it begins; `begins` is the month."""
    return day.year if day.month >= begins else day.year - 1


def first_day(year: int, begins: int) -> date:
    return date(year, begins, 1)


def last_day(year: int, begins: int) -> date:
    return date(year + 1, begins, 1) - timedelta(days=1)


def years_offered(today: date, begins: int) -> list[int]:
    """This one, and those before it that may still want a return; the newest first."""
    return [year_of(today, begins) - back for back in range(YEARS_OFFERED)]


def check_year(year: int, today: date, begins: int) -> None:
    """A year that has begun."""
    if not FIRST_YEAR <= year <= year_of(today, begins):
        raise NotFound


def has_ended(year: int, today: date, begins: int) -> bool:
    return last_day(year, begins) < today


def check_ended(year: int, today: date, begins: int) -> None:
    if not has_ended(year, today, begins):
        raise Conflict("return_year_runs", first=first_day(year + 1, begins).isoformat())


def called(year: int, begins: int) -> str:
    """In the name of a file: `2026-2027`, or `2026` where it is the calendar's."""
    return str(year) if begins == JANUARY else f"{year}-{year + 1}"


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
