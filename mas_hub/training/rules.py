"""What must hold of a record of training, and which of them say that somebody may be expected to facilitate."""

from datetime import date

from mas_hub.errors import Conflict, Invalid

LEVELS = ("participant", "facilitator", "trainer")
"""For what it prepared somebody: to take part in supervision, to facilitate it, to train others in it."""
TO_FACILITATE = ("facilitator", "trainer")

EARLIEST = date(1950, 1, 1)
MOST_RECORDS = 200
"""Of one person: far more than anybody goes to."""


def check_training(*, day: date, valid_until: date | None, today: date) -> None:
    """It has been, and runs out no earlier than it was."""
    refused = {}
    if day > today:
        refused["day"] = "training_in_future"
    elif day < EARLIEST:
        refused["day"] = "training_too_early"
    if valid_until is not None and valid_until < day:
        refused["valid_until"] = "training_runs_out_too_early"
    if refused:
        raise Invalid("check_your_answers", fields=refused)


def check_number(held: int) -> None:
    if held >= MOST_RECORDS:
        raise Conflict("too_many_trainings", most=MOST_RECORDS)


def holds(valid_until: date | None, today: date) -> bool:
    return valid_until is None or valid_until >= today
