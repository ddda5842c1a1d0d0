"""A concern about a clock that comes again is counted from the last time it was held: dates worked out by hand."""

from datetime import date

import pytest

from mas_hub.practice.concerns import reckon_concern
from mas_hub.practice.errors import NoSuchMilestone
from mas_hub.practice.profile import profile
from mas_hub.practice.reckoning import Milestone, Reckoning

# nation, clock, milestones, asked on; then counted from, due, held, days late, and how that was worked out
WORKED = {
    "the first review is still ahead": (
        "england", "review_conference", "initial_conference 2026-07-14", "2026-09-21",
        ("2026-07-14", "2026-10-14", None, 0),  # 3 months
    ),
    "the second is late": (
        "england", "review_conference", "initial_conference 2025-12-02, review_conference 2026-02-26", "2026-09-21",
        ("2026-02-26", "2026-08-26", None, 26),  # 6 months from the review; 27-31 Aug = 5, 1-21 Sep = 21
    ),
    "the third, over a year's end": (
        "wales", "review_conference",
        "initial_conference 2025-10-01, review_conference 2025-12-30, review_conference 2026-06-30", "2027-01-04",
        ("2026-06-30", "2026-12-30", None, 5),  # 31 Dec = 1, 1-4 Jan = 4
    ),
    "a month that is too short": (
        "england", "review_conference", "initial_conference 2025-05-30, review_conference 2025-08-31", "2026-03-02",
        ("2025-08-31", "2026-02-28", None, 2),  # there is no 31 Feb; 1 and 2 Mar
    ),
    "one that is booked is not held": (
        "england", "review_conference",
        "initial_conference 2025-12-02, review_conference 2026-02-26, review_conference 2026-10-01", "2026-09-21",
        ("2026-02-26", "2026-08-26", None, 26),
    ),
    "the plan has ended": (
        "england", "review_conference",
        "initial_conference 2025-12-02, review_conference 2026-02-26, plan_ended 2026-06-01", "2026-09-21",
        ("2025-12-02", "2026-03-02", "2026-02-26", 0),  # nothing more is due: the last one, held in time
    ),
    "a second plan begins again": (
        "england", "review_conference",
        "initial_conference 2024-01-09, review_conference 2024-04-09, plan_ended 2024-09-02, "
        "initial_conference 2026-07-14", "2026-09-21",
        ("2026-07-14", "2026-10-14", None, 0),
    ),
    "looked after, the first review": (
        "england", "looked_after_review", "became_looked_after 2026-12-14", "2027-01-18",
        ("2026-12-14", "2027-01-14", None, 2),  # 20 wd over Christmas; Fri 15 and Mon 18 Jan
    ),
    "looked after, the second review": (
        "england", "looked_after_review",
        "became_looked_after 2026-05-01, looked_after_review 2026-05-29", "2026-09-21",
        ("2026-05-29", "2026-08-29", None, 23),  # 3 months; 30 and 31 Aug = 2, 1-21 Sep = 21
    ),
    "looked after, from the third on every six months": (
        "england", "looked_after_review",
        "became_looked_after 2026-05-01, looked_after_review 2026-05-29, looked_after_review 2026-08-27", "2026-09-21",
        ("2026-08-27", "2027-02-27", None, 0),
    ),
    "visits every six weeks": (
        "england", "looked_after_visit",
        "became_looked_after 2026-06-01, looked_after_visit 2026-06-05, looked_after_visit 2026-07-15", "2026-09-21",
        ("2026-07-15", "2026-08-26", None, 26),  # 42 days from Wed 15 Jul: 16 in July, 26 in August
    ),
    "core groups from the last one held": (
        "england", "core_group_monthly", "first_core_group 2026-08-06, core_group 2026-09-03", "2026-10-05",
        ("2026-09-03", "2026-10-03", None, 2),
    ),
    "core groups from the first, while there is no other": (
        "wales", "core_group_monthly", "first_core_group 2026-01-31", "2026-03-02",
        ("2026-01-31", "2026-02-28", None, 2),
    ),
}  # fmt: skip


def last_time_of(nation: str, clock: str, case: str) -> str | None:
    """The milestone that says it was held again, where the case has one."""
    found = profile(nation).find_clock(clock)
    again = found.again_with if found else None
    return again if again is not None and again in case.replace("first_core_group", "") else None


def milestones(told: str) -> list[Milestone]:
    return [(kind, date.fromisoformat(day)) for kind, day in (each.split() for each in told.split(", "))]


def reckoned(
    nation: str, clock: str, case: str, on: str, *, since: str | None = None, from_milestone: str | None = None
) -> Reckoning:
    given = date.fromisoformat(since) if since else None
    return reckon_concern(profile(nation), clock, given, from_milestone, milestones(case), date.fromisoformat(on))


@pytest.mark.parametrize(("nation", "clock", "case", "on", "expected"), WORKED.values(), ids=WORKED)
def test_counted_from_the_last_time_it_was_held(
    nation: str, clock: str, case: str, on: str, expected: tuple[str, str, str | None, int]
) -> None:
    found = reckoned(nation, clock, case, on, from_milestone=last_time_of(nation, clock, case)).as_json()
    assert (found["counted_from"], found["due"], found["held"], found["days"]) == expected
    assert found["on_meeting_day"] is (found["held"] is None)


CASE = "initial_conference 2025-12-02, review_conference 2026-02-26"


def test_any_other_start_counts_the_first_time_as_before() -> None:
    for start in ({}, {"since": "2025-12-02"}, {"from_milestone": "initial_conference"}):
        found = reckoned("england", "review_conference", CASE, "2026-09-21", **start)
        assert (found.due, found.held) == (date(2026, 3, 2), date(2026, 2, 26))


def test_where_it_was_never_held_there_is_nothing_to_count_from() -> None:
    with pytest.raises(NoSuchMilestone):
        reckoned(
            "england",
            "review_conference",
            "initial_conference 2026-07-14",
            "2026-09-21",
            from_milestone="review_conference",
        )
