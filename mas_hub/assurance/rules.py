"""How small a figure may be and still be shown, and over which months (docs/decisions/0041 has who sees them)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import median

from mas_hub.errors import Invalid
from mas_hub.practice.working_days import add_months

FEWEST = 5
"""Of a count about cases, less than this is not told, and more to the nearest multiple of it; of fewer meetings than
this, nothing is broken down. It makes a family harder to tell, and is no anonymity: many choices compared, or a meeting
that one knows of, may still tell of one."""
FEW, NONE = "few", "none"
MOST_MONTHS = 36

Cell = int | str | bool | None
"""A count; `few`; yes or no; `none`: there is none; None: too few to say."""


def protected(count: int) -> Cell:
    """A count about cases, as far as it may be shown."""
    if count == 0:
        return 0
    return FEW if count < FEWEST else (count + FEWEST // 2) // FEWEST * FEWEST


def middle(days: Sequence[int]) -> Cell:
    """The median in whole days, where there are enough values."""
    return round(median(days)) if len(days) >= FEWEST else None


def months_between(first: date, last: date) -> Iterator[date]:
    """The first day of each month."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = add_months(month, 1)


def last_day(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)


def check_months(first: date, last: date) -> None:
    """Whole months alone, so that two periods never differ by a day."""
    if first > last:
        raise Invalid("check_your_answers", fields={"last": "figures_end_before_beginning"})
    if len(list(months_between(first, last))) > MOST_MONTHS:
        raise Invalid("check_your_answers", fields={"first": ("figures_too_long", {"max": MOST_MONTHS})})
