"""Working days and calendar months. Weekends and the nation's bank holidays, substitute days included, count out."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

import holidays

from mas_hub.practice.errors import UnknownNation

_SUBDIVISIONS = {"england": "ENG", "wales": "WLS"}
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_BANK_HOLIDAYS_ACT = 1871


@lru_cache(maxsize=512)
def bank_holidays(year: int, nation: str) -> frozenset[date]:
    """Every bank holiday of that year, one-off and substitute days among them. None before there was the law."""
    if nation not in _SUBDIVISIONS:
        raise UnknownNation(nation)
    if year < _BANK_HOLIDAYS_ACT:
        return frozenset()
    return frozenset(holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year).keys())


def is_working_day(day: date, nation: str) -> bool:
    return day not in bank_holidays(day.year, nation) and day.weekday() < _SATURDAY


def add_working_days(start: date, n: int, nation: str) -> date:
    """The n-th working day after `start`, which itself never counts; `start` when n is 0."""
    if n < 0:
        raise ValueError("working days are added forwards")
    day = start
    for _ in range(n):
        day += _ONE_DAY
        while not is_working_day(day, nation):
            day += _ONE_DAY
    return day


def working_days_between(after: date, until: date, nation: str) -> int:
    """How many working days there are, not counting `after`, counting `until`; 0 when `until` is not later."""
    if until <= after:
        return 0
    weeks, rest = divmod((until - after).days, 7)
    weekdays = weeks * 5 + sum((until - timedelta(days=back)).weekday() < _SATURDAY for back in range(rest))
    lost = sum(
        after < day <= until and day.weekday() < _SATURDAY
        for year in range(after.year, until.year + 1)
        for day in bank_holidays(year, nation)
    )
    return weekdays - lost


def add_months(day: date, n: int) -> date:
    """The same day n calendar months on, or that month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + n, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
