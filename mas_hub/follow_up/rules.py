"""What makes a receipt and a report of progress, and when each is wanted or late."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mas_hub.errors import Conflict, Forbidden, Invalid
from mas_hub.practice.working_days import is_working_day, working_days_between

PROGRESS = ("not_started", "under_way", "done", "cannot", "not_done")
"""`cannot`: circumstances changed, apart from `not_done` (S1, row 36)."""
SETTLED = frozenset({"done", "cannot"})
IN_WORDS = {"done": "progress_needs_evidence", "cannot": "progress_needs_change", "not_done": "progress_needs_why"}
WAITING = frozenset({"to_record", "changed"})


@dataclass(frozen=True)
class Days:
    """The partnership's working days: until a receipt is late, before a next meeting, between two reminders."""

    receipt: int = 2
    progress: int = 5
    repeat: int = 5
    by_email: bool = True


@dataclass(frozen=True)
class Wanted:
    """How things stand with one owned decision: working days late, and whether a word on it is asked for now."""

    overdue: bool
    late_days: int
    asked: bool


def check_receipt(*, recorded: bool, reference: str, recorded_on: date | None, why_not: str, today: date) -> None:
    """Recorded: under which reference and when. Not recorded: why."""
    if not recorded:
        if not why_not:
            raise Invalid("check_your_answers", fields={"why_not": "receipt_needs_why_not"})
        return
    missing: dict[str, str] = {}
    if not reference:
        missing["reference"] = "receipt_needs_reference"
    if recorded_on is None:
        missing["recorded_on"] = "receipt_needs_date"
    elif recorded_on > today:
        missing["recorded_on"] = "receipt_in_future"
    if missing:
        raise Invalid("check_your_answers", fields=missing)


def check_progress(state: str, words: str) -> None:
    """Done: with evidence. Cannot be done: what changed. Not done: why."""
    if state in IN_WORDS and not words:
        raise Invalid("check_your_answers", fields={"words": IN_WORDS[state]})


def check_owner(owner: int | None, agency_id: int) -> None:
    """Only the agency that owns a decision reports on it."""
    if owner != agency_id:
        raise Forbidden("not_your_decision")


def check_can_take(to: int, owner: int, invited: set[int]) -> None:
    """Only another agency that was invited: nobody else may know of the decision."""
    if to == owner or to not in invited:
        raise Invalid("check_your_answers", fields={"to": "not_one_of"})


def check_still_here(to: int, left: Collection[int], *, field: str) -> None:
    """An agency that has left the partnership takes nothing on, also what it was asked before; it can say why not."""
    if to in left:
        raise Invalid("check_your_answers", fields={field: f"agency_has_left_{field}"})


def check_unanswered(state: str) -> None:
    if state != "asked":
        raise Conflict("hand_over_answered")


def receipt_state(*, said: bool, recorded: bool, at: datetime | None, changed_at: datetime | None) -> str:
    """to_record; not_recorded (and why was said); recorded; changed: recorded before the record was added to."""
    if not said or at is None:
        return "to_record"
    if not recorded:
        return "not_recorded"
    return "changed" if changed_at is not None and changed_at > at else "recorded"


def wanted(
    state: str | None,
    said_on: date | None,
    *,
    due: date | None,
    next_on: date | None,
    today: date,
    nation: str,
    days: Days,
) -> Wanted:
    """`state` and `said_on` are the last report's; `next_on` the day of the next meeting on the case."""
    if state in SETTLED:
        return Wanted(False, 0, False)
    overdue = due is not None and due < today
    late_days = working_days_between(due, today, nation) if due is not None else 0
    asked = overdue and due is not None and (said_on is None or said_on <= due)
    if next_on is not None and next_on >= today:
        ask_from = working_days_before(next_on, days.progress, nation)
        asked = asked or (today >= ask_from and (said_on is None or said_on < ask_from))
    return Wanted(overdue, late_days, asked and state != "not_done")


def may_remind_again(last: date | None, today: date, nation: str, repeat: int) -> bool:
    """Never reminded, or as many working days ago as the partnership leaves between two reminders."""
    return last is None or working_days_between(last, today, nation) >= repeat


def working_days_before(day: date, n: int, nation: str) -> date:
    """The n-th working day before `day`; `day` itself when n is 0."""
    for _ in range(n):
        day -= timedelta(days=1)
        while not is_working_day(day, nation):
            day -= timedelta(days=1)
    return day
