"""What may be asked for in bulk."""

from collections.abc import Sequence
from datetime import date

from mas_hub.errors import FieldRefusal, Invalid

MOST_MEETINGS = 100
"""In one download: a quarter of a busy agency's, and minutes rather than hours to make."""


def check_bulk(first: date, last: date, formats: Sequence[str]) -> None:
    wrong: dict[str, FieldRefusal] = {}
    if last < first:
        wrong["last"] = "bulk_ends_before_it_begins"
    if not formats:
        wrong["formats"] = "bulk_needs_formats"
    if wrong:
        raise Invalid("check_your_answers", fields=wrong)
