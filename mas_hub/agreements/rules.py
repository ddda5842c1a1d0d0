"""What must hold of an agreement, and what is late by it."""

from dataclasses import dataclass
from datetime import date, timedelta

from mas_hub.errors import Invalid


@dataclass(frozen=True)
class Standing:
    """`due_by`: the day by which the agency is to have met again; None before the agreement begins."""

    review_overdue: bool
    due_by: date | None
    missed: bool


def standing(*, begins: date, every_weeks: int, review_on: date, last_met: date | None, today: date) -> Standing:
    """Counted from the last meeting at which the agency was present, or from the day the agreement began."""
    if begins > today:
        return Standing(review_overdue=False, due_by=None, missed=False)
    due_by = max(begins, last_met or begins) + timedelta(weeks=every_weeks)
    return Standing(review_overdue=review_on < today, due_by=due_by, missed=due_by < today)


def check_review(begins: date, review_on: date) -> None:
    if review_on <= begins:
        raise Invalid("check_your_answers", fields={"review_on": "review_before_beginning"})
