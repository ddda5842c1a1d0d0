"""Hand-worked reckonings, and the figures that the shipped scenario expects."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mas_hub.practice.errors import NoSuchMilestone, SinceInFuture, SinceMissing, UnknownClock
from mas_hub.practice.profile import profile
from mas_hub.practice.reckoning import Milestone, Reckoning, reckon, start_for

MEETING_DAY = date(2026, 9, 21)
CASE: list[Milestone] = [
    ("referral", date(2026, 5, 11)),
    ("strategy_discussion", date(2026, 6, 15)),
    ("initial_conference", date(2026, 7, 14)),
    ("first_core_group", date(2026, 8, 6)),
]


def milestones(*given: str) -> list[Milestone]:
    return [(kind, date.fromisoformat(day)) for kind, _, day in (one.partition(" ") for one in given)]


def reckoned(
    nation: str,
    expectation: str,
    case: list[Milestone],
    on: str,
    *,
    since: str | None = None,
    from_milestone: str | None = None,
) -> Reckoning:
    chosen, day = profile(nation), date.fromisoformat(on)
    given = date.fromisoformat(since) if since else None
    start = start_for(chosen, expectation, from_milestone, given, case, day)
    return reckon(chosen, expectation, start, case, day)


def test_monthly_core_group_of_the_shipped_scenario() -> None:
    found = reckoned("england", "core_group_monthly", CASE, "2026-09-21", since="2026-08-06")
    assert found == Reckoning(date(2026, 8, 6), date(2026, 9, 6), None, 15, "calendar_days_late", on_meeting_day=True)


def test_initial_conference_of_the_shipped_scenario() -> None:
    found = reckoned("england", "initial_conference", CASE, "2026-09-21", from_milestone="strategy_discussion")
    assert found == Reckoning(
        date(2026, 6, 15), date(2026, 7, 6), date(2026, 7, 14), 6, "working_days_late", on_meeting_day=False
    )


def test_waiting_without_expectation_of_the_shipped_scenario() -> None:
    found = reckoned("england", "none", CASE, "2026-09-21", since="2026-04-20")
    assert found == Reckoning(date(2026, 4, 20), None, None, 154, "calendar_days_waiting", on_meeting_day=True)


# nation, expectation, milestones, meeting day, since, due, held, days, unit
WORKED = [
    ("england", "referral_decision", ["referral 2026-05-01"], "2026-05-11", None, "2026-05-05", None, 4, "wd"),
    ("england", "referral_decision", ["report 2026-12-24"], "2026-12-29", None, "2026-12-29", None, 0, "wd"),
    ("england", "assessment", ["referral 2026-05-11"], "2026-07-14", None, "2026-07-14", None, 0, "wd"),
    ("england", "assessment", ["referral 2026-05-11"], "2026-07-15", None, "2026-07-14", None, 1, "wd"),
    (
        "england",
        "assessment",
        ["referral 2026-05-11", "assessment_completed 2026-07-20"],
        "2026-09-01",
        None,
        "2026-07-14",
        "2026-07-20",
        4,
        "wd",
    ),
    (
        "wales",
        "assessment",
        ["referral 2026-10-01", "section_47_start 2026-11-02"],
        "2027-01-08",
        None,
        "2027-01-04",
        None,
        4,
        "wd",
    ),
    (
        "wales",
        "initial_conference",
        ["strategy_discussion 2026-04-01", "initial_conference 2026-04-23"],
        "2026-06-01",
        None,
        "2026-04-24",
        "2026-04-23",
        0,
        "wd",
    ),
    (
        "england",
        "first_core_group",
        ["initial_conference 2026-12-18", "first_core_group 2027-01-08"],
        "2027-02-01",
        None,
        "2027-01-06",
        "2027-01-08",
        2,
        "wd",
    ),
    ("wales", "core_group_monthly", ["first_core_group 2027-01-31"], "2027-03-01", None, "2027-02-28", None, 1, "cd"),
    ("wales", "core_group_monthly", ["first_core_group 2028-01-31"], "2028-03-01", None, "2028-02-29", None, 1, "cd"),
    (
        "england",
        "review_conference",
        ["initial_conference 2026-11-30", "review_conference 2027-03-04"],
        "2027-04-01",
        None,
        "2027-02-28",
        "2027-03-04",
        4,
        "cd",
    ),
    ("wales", "review_conference", ["initial_conference 2026-05-31"], "2026-08-31", None, "2026-08-31", None, 0, "cd"),
    (
        "england",
        "looked_after_review",
        ["became_looked_after 2026-12-14"],
        "2027-01-18",
        None,
        "2027-01-14",
        None,
        2,
        "wd",
    ),
    (
        "england",
        "looked_after_visit",
        ["became_looked_after 2026-12-21"],
        "2027-01-01",
        None,
        "2026-12-28",
        None,
        4,
        "cd",
    ),
    (
        "wales",
        "conference_summary",
        ["initial_conference 2026-04-30", "review_conference 2026-07-30"],
        "2026-08-10",
        None,
        "2026-08-06",
        None,
        2,
        "wd",
    ),
    ("wales", "looked_after_plan", ["became_looked_after 2026-08-21"], "2026-09-08", None, "2026-09-07", None, 1, "wd"),
    ("wales", "adult_enquiry", ["report 2026-03-31"], "2026-04-15", None, "2026-04-13", None, 2, "wd"),
    (
        "wales",
        "adult_enquiry",
        ["report 2026-03-31", "adult_enquiry_completed 2026-04-20"],
        "2026-04-15",
        None,
        "2026-04-13",
        None,
        2,
        "wd",
    ),
    (
        "england",
        "initial_conference",
        ["initial_conference 2026-03-02", "strategy_discussion 2026-06-15"],
        "2026-06-30",
        None,
        "2026-07-06",
        None,
        0,
        "wd",
    ),
    (
        "england",
        "initial_conference",
        ["strategy_discussion 2026-06-15", "initial_conference 2026-08-03", "initial_conference 2026-07-08"],
        "2026-09-21",
        "2026-06-15",
        "2026-07-06",
        "2026-07-08",
        2,
        "wd",
    ),
]


@pytest.mark.parametrize(("nation", "expectation", "case", "on", "since", "due", "held", "days", "unit"), WORKED)
def test_reckoning(
    nation: str,
    expectation: str,
    case: list[str],
    on: str,
    since: str | None,
    due: str,
    held: str | None,
    days: int,
    unit: str,
) -> None:
    found = reckoned(nation, expectation, milestones(*case), on, since=since).as_json()
    assert (found["due"], found["held"], found["days"]) == (due, held, days)
    assert found["unit"] == {"wd": "working_days_late", "cd": "calendar_days_late"}[unit]
    assert found["on_meeting_day"] is (held is None)


def test_an_ending_event_on_the_start_or_on_the_meeting_day_counts() -> None:
    case = milestones("strategy_discussion 2026-06-15", "initial_conference 2026-06-15")
    assert reckoned("england", "initial_conference", case, "2026-06-15").held == date(2026, 6, 15)


def test_since_replaces_the_milestone() -> None:
    chosen = profile("england")
    since = date(2026, 7, 1)
    start = start_for(chosen, "initial_conference", "strategy_discussion", since, CASE, MEETING_DAY)
    assert start == since


def test_the_latest_milestone_not_after_the_meeting_is_counted_from() -> None:
    case = milestones("referral 2026-05-11", "referral 2026-08-03", "referral 2026-10-01")
    assert start_for(profile("england"), "none", "referral", None, case, MEETING_DAY) == date(2026, 8, 3)


def test_a_clock_counts_from_its_own_start_when_nothing_is_given() -> None:
    assert start_for(profile("england"), "initial_conference", None, None, CASE, MEETING_DAY) == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("nation", "expectation"),
    [
        ("england", "adult_enquiry"),
        ("england", "conference_summary"),
        ("wales", "looked_after_review"),
        ("wales", "looked_after_visit"),
        ("england", "tea"),
    ],
)
def test_a_clock_the_nation_lacks_is_refused(nation: str, expectation: str) -> None:
    with pytest.raises(UnknownClock) as refused:
        start_for(profile(nation), expectation, None, MEETING_DAY, CASE, MEETING_DAY)
    assert refused.value.code == "unknown_clock"
    with pytest.raises(UnknownClock):
        reckon(profile(nation), expectation, MEETING_DAY, CASE, MEETING_DAY)


def test_a_milestone_the_case_has_not_reached_is_refused() -> None:
    case = milestones("review_conference 2026-09-22")
    for kind in ("review_conference", "report"):
        with pytest.raises(NoSuchMilestone):
            start_for(profile("england"), "none", kind, None, case, MEETING_DAY)
    with pytest.raises(NoSuchMilestone):
        start_for(profile("england"), "assessment", None, None, case, MEETING_DAY)


def test_counting_from_tomorrow_is_refused() -> None:
    with pytest.raises(SinceInFuture):
        start_for(profile("wales"), "none", None, date(2026, 9, 22), CASE, MEETING_DAY)


def test_no_expectation_needs_a_date_or_a_milestone() -> None:
    with pytest.raises(SinceMissing):
        start_for(profile("wales"), "none", None, None, CASE, MEETING_DAY)


@given(
    nation=st.sampled_from(["england", "wales"]),
    since=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    waited=st.integers(0, 900),
    data=st.data(),
)
def test_late_is_never_negative_and_grows_with_the_meeting_day(
    nation: str, since: date, waited: int, data: st.DataObject
) -> None:
    chosen = profile(nation)
    expectation = data.draw(st.sampled_from([clock.key for clock in chosen.clocks] + ["none"]))
    meeting_day = date.fromordinal(since.toordinal() + waited)
    before = reckon(chosen, expectation, since, [], meeting_day)
    after = reckon(chosen, expectation, since, [], date.fromordinal(meeting_day.toordinal() + 1))
    assert 0 <= before.days <= after.days <= before.days + 1
    assert before.due is None or before.due > since
    if before.due and meeting_day <= before.due:
        assert before.days == 0
