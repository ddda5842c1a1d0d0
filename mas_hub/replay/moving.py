"""Moving every date of a scenario by whole weeks, so that weekdays stay weekdays."""

import re
from calendar import month_name
from datetime import date, datetime, timedelta
from typing import Any

from mas_hub import clock
from mas_hub.replay.reading import Source

MONTHS = month_name[1:]
DAY_OR_MONTH = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(MONTHS)})\b")


def weeks_until(day: date, today: date) -> timedelta:
    """Whole weeks by which `day` is moved to lie today or in the six days after it."""
    return timedelta(weeks=-((day - today).days // 7))


def moved(source: Source, by: timedelta) -> Source:
    year = source.data["meeting"]["scheduled_at"].year
    return Source(source.file, _shift(source.data, by, year), source.lines)


def _shift(value: Any, by: timedelta, year: int) -> Any:
    """`value` with every date in it moved: times keep their hour, and so do months that texts name."""
    if isinstance(value, datetime):
        return value.astimezone(clock.LOCAL) + by
    if isinstance(value, date):
        return value + by
    if isinstance(value, dict):
        return {name: _shift(each, by, year) for name, each in value.items()}
    if isinstance(value, list):
        return [_shift(each, by, year) for each in value]
    if isinstance(value, str):
        return DAY_OR_MONTH.sub(lambda found: _said(found, by, year), value)
    return value


def _said(found: re.Match[str], by: timedelta, year: int) -> str:
    """`6 August` or `August`, moved; a month alone goes where its middle goes."""
    day, month = found.groups()
    there = date(year, MONTHS.index(month) + 1, int(day or 15)) + by
    return f"{there.day} {MONTHS[there.month - 1]}" if day else MONTHS[there.month - 1]
