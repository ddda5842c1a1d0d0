"""How much of the audit is shown and taken away at once."""

from datetime import date, timedelta

from mas_hub.errors import Invalid

A_PAGE = 50
MOST_ROWS = 10_000


USUAL = timedelta(days=90)
"""What is listed where no day is asked for: the whole audit holds every sign-in ever."""


def check_days(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and first > last:
        raise Invalid("check_your_answers", fields={"last": "bulk_ends_before_it_begins"})


def check_size(rows: int) -> None:
    if rows > MOST_ROWS:
        raise Invalid("too_much_audit")
