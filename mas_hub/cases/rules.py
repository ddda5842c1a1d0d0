"""What must hold of a case."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from mas_hub.errors import Invalid

COMES_AFTER: dict[str, tuple[str, ...]] = {
    "initial_conference": ("strategy_discussion",),
    "first_core_group": ("initial_conference",),
    "core_group": ("first_core_group",),
    "review_conference": ("initial_conference",),
    "plan_ended": ("initial_conference",),
    "looked_after_review": ("became_looked_after",),
    "looked_after_visit": ("became_looked_after",),
    "ceased_looked_after": ("became_looked_after",),
    "assessment_completed": ("referral", "report", "section_47_start"),
    "adult_enquiry_completed": ("report",),
}
"""What a milestone depends on: one of these kinds, where the case names any, is on the same day or before."""


YEARS = re.compile(
    r"(?<![0-9])[0-9]+(?![0-9])(?!(\s*(-|–|to|i)\s*[0-9]+)?\s*(m\b|mth|month|mis|fis|week|wythnos))", re.IGNORECASE
)
"""Numbers in an age band, but none that counts months or weeks, also where it begins a range of them."""
DECIDES_FROM, OLDEST_CHILD = 16, 25
"""Mental Capacity Act 2005, s. 2(5). What is more than the second is no child's age: a year, a date."""


def may_be_asked_capacity(subject_type: str, age_band: str) -> bool:
    """Of an adult, or a child who may be 16, by what their age band says; as the page asks."""
    if subject_type == "child":
        return any(DECIDES_FROM <= int(years.group()) <= OLDEST_CHILD for years in YEARS.finditer(age_band))
    return subject_type == "adult_at_risk"


def check_capacity(subject_type: str, age_band: str, *, capacity: str, words: str) -> None:
    if not may_be_asked_capacity(subject_type, age_band) and (capacity or words):
        field = "capacity" if capacity else "capacity_words"
        raise Invalid("check_your_answers", fields={field: "capacity_from_16"})


def same_reference(one: str, other: str) -> bool:
    """Whether two people who wrote a case's reference meant the same: not how they capitalised it."""
    return _plain(one) == _plain(other)


def _plain(reference: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", reference).strip().casefold())


def check_milestones(milestones: Sequence[tuple[str, date]]) -> None:
    """The same event is named once. A date may lie ahead: a conference that is booked counts when its day has come."""
    seen: set[tuple[str, date]] = set()
    for number, milestone in enumerate(milestones):
        if milestone in seen:
            raise Invalid("check_your_answers", fields={f"milestones.{number}.kind": "milestone_twice"})
        seen.add(milestone)


def check_order(milestones: Sequence[tuple[str, date]]) -> None:
    """A milestone before the one it depends on is a slip of the pen, and would make every clock after it wrong.

    A case need not name what went before: nothing is asked of a milestone whose forerunners are not there at all."""
    refused = {}
    for number, (kind, on) in enumerate(milestones):
        needed = sorted((day, before) for before, day in milestones if before in COMES_AFTER.get(kind, ()))
        if needed and needed[0][0] > on:
            day, before = needed[0]
            refused[f"milestones.{number}.date"] = (f"milestone_before_{before}", {"date": f"{day:%d/%m/%Y}"})
    if refused:
        raise Invalid("check_your_answers", fields=refused)
