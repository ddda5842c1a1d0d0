"""From when a case is due to be deleted. No law sets a period: the partnership does, and says by which policy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mas_hub.practice.working_days import add_months

DEFAULT_MONTHS = 24
"""As shipped: the hub keeps little and not for long; the agencies' own files are the record (docs/domain.md)."""
DEFAULT_BACKUP_DAYS = 35
MOST_MONTHS = 1200
MOST_BACKUP_DAYS = 3650
ASKED_FOR = timedelta(days=30)
"""How long a request to delete a case waits for somebody to confirm it."""
CHILD, ADULT = "child", "adult"

UNTOUCHED_MONTHS = 12
"""A plan without a day that nobody changed for so long keeps its case no longer; nor does a meeting that was opened and
never closed, when nobody did anything in it for so long."""
WARNED_BEFORE = timedelta(days=30)

NO_DAY, TO_COME, GOES_ON, POSTPONED = "no_day", "to_come", "goes_on", "postponed"
"""Why a meeting keeps its case."""

IN_USE, KEPT, DUE, HELD = "in_use", "kept", "due", "held"


@dataclass(frozen=True)
class Periods:
    """Calendar months for each kind of case; days for which a backup is kept."""

    child: int = DEFAULT_MONTHS
    adult: int = DEFAULT_MONTHS
    backup_days: int = DEFAULT_BACKUP_DAYS

    def months(self, subject_type: str) -> int:
        return self.adult if kind_of(subject_type) == ADULT else self.child


def kind_of(subject_type: str) -> str:
    """Of a child, born or not, or of an adult at risk."""
    return ADULT if subject_type == "adult_at_risk" else CHILD


def due_on(last_on: date, months: int) -> date:
    """The first day on which it may be deleted."""
    return add_months(last_on, months)


def keeps_until(touched_on: date) -> date:
    """The day on which a plan without a day comes to nothing, or a meeting never closed counts as ended, if nobody does
    anything before."""
    return add_months(touched_on, UNTOUCHED_MONTHS)


def warned_from(touched_on: date) -> date:
    return keeps_until(touched_on) - WARNED_BEFORE


def why_it_keeps(state: str, planned_for: date | None, today: date) -> str:
    """Of a meeting that has not come to an end."""
    if state == "open":
        return GOES_ON
    if planned_for is None:
        return NO_DAY
    return TO_COME if planned_for >= today else POSTPONED


def last_day(days: Iterable[date | None]) -> date | None:
    """The day from which the period counts: of the last meeting's end or receipt, whichever came later.

    None while one of the meetings has not come to an end (its day is None), or nothing is known.
    """
    known = list(days)
    return max((each for each in known if each is not None), default=None) if None not in known else None


def state_of(*, held: bool, due: date | None, today: date) -> str:
    if held:
        return HELD
    if due is None:
        return IN_USE
    return DUE if due <= today else KEPT
