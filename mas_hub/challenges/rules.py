"""What must hold of a challenge to a process."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from mas_hub.errors import Conflict, Invalid

PROCESSES = (
    "report",
    "strategy_discussion",
    "assessment",
    "conference",
    "core_group",
    "information_sharing",
    "escalation",
    "transfer",
    "transition",
    "out_of_hours",
    "other",
)
RECEIVED, REMOVED = "received", "removed"
STATES = (RECEIVED, "looked_at", "answered", REMOVED)


def month_of(day: date) -> date:
    return day.replace(day=1)


def is_shown(month: date, today: date) -> bool:
    """From the month after: what is sent in one month comes to the partnership together, whatever its day."""
    return month < month_of(today)


def check_not_sent(*, sent: bool) -> None:
    if sent:
        raise Conflict("challenge_sent")


def check_no_case(said: Mapping[str, str], *, reference: str, initials: str, names: Iterable[str]) -> None:
    """Neither the case's reference, nor the child's initials (of two letters at least), nor anybody's full name.

    It finds what was written without thinking; that nobody can be told is still for whoever writes.
    """
    telling = [reference, *names]
    if sum(letter.isalpha() for letter in initials) > 1:
        telling.append(initials)
    wrong = {field: "challenge_names_case" for field, text in said.items() if _says(text, telling, exact={initials})}
    if wrong:
        raise Invalid("check_your_answers", fields=wrong)


def check_concerned(concerns: Collection[int], invited: Collection[int]) -> None:
    if not set(concerns) <= set(invited):
        raise Invalid("check_your_answers", fields={"concerns": "agency_not_invited"})


def check_answer(state: str, answer: str) -> None:
    if state in ("answered", REMOVED) and not answer:
        raise Invalid("check_your_answers", fields={"answer": "required"})


def check_still_there(state: str) -> None:
    if state == REMOVED:
        raise Conflict("challenge_removed")


def _says(text: str, telling: Iterable[str], *, exact: Collection[str]) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text, 0 if each in exact else re.IGNORECASE)
        for each in telling
        if each
    )
