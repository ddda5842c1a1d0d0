"""What must hold of an event in the chronology."""

from datetime import date

from mas_hub.errors import Invalid

EARLIEST = date(1900, 1, 1)


def check_dates(began: date, ended: date | None, today: date) -> None:
    """It has happened, and ends no earlier than it began. What lies ahead is a decision's due date or a milestone."""
    refused = {}
    if began > today:
        refused["began"] = "event_in_future"
    elif began < EARLIEST:
        refused["began"] = "event_too_early"
    if ended is not None and ended > today:
        refused["ended"] = "event_in_future"
    elif ended is not None and ended < began:
        refused["ended"] = "event_ends_before_it_began"
    if refused:
        raise Invalid("check_your_answers", fields=refused)
