"""Hand-worked against the published bank holidays of England and Wales."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mas_hub.practice.errors import UnknownNation
from mas_hub.practice.working_days import add_months, add_working_days, is_working_day, working_days_between

BOTH = pytest.mark.parametrize("nation", ["england", "wales"])
days = st.dates(date(1995, 1, 1), date(2060, 12, 31))
nations = st.sampled_from(["england", "wales"])

ADDED = [
    ("2026-06-15", 15, "2026-07-06", "three plain weeks"),
    ("2026-06-15", 0, "2026-06-15", "nothing added"),
    ("2026-06-13", 0, "2026-06-13", "nothing added on a Saturday"),
    ("2026-06-13", 1, "2026-06-15", "from a Saturday"),
    ("2026-06-14", 1, "2026-06-15", "from a Sunday"),
    ("2026-06-12", 1, "2026-06-15", "over a weekend"),
    ("2026-04-02", 1, "2026-04-07", "over Easter"),
    ("2026-04-01", 2, "2026-04-07", "over Easter, one day before it"),
    ("2024-03-28", 1, "2024-04-02", "an Easter in March"),
    ("2026-12-24", 1, "2026-12-29", "Boxing Day on a Saturday gives the Monday"),
    ("2026-12-24", 4, "2027-01-04", "over Christmas and New Year"),
    ("2027-12-24", 1, "2027-12-29", "Christmas Day on a Saturday gives Monday and Tuesday"),
    ("2027-12-31", 1, "2028-01-04", "New Year's Day on a Saturday gives the Monday"),
    ("2021-12-24", 4, "2022-01-04", "substitute days either side of the year's end"),
    ("2022-12-30", 1, "2023-01-03", "New Year's Day on a Sunday gives the Monday"),
    ("2022-06-01", 1, "2022-06-06", "Platinum Jubilee and the moved spring holiday"),
    ("2022-05-27", 1, "2022-05-30", "the Monday it was moved from"),
    ("2022-09-16", 1, "2022-09-20", "the State Funeral"),
    ("2023-05-05", 1, "2023-05-09", "the Coronation"),
    ("2020-05-07", 1, "2020-05-11", "VE Day on a Friday"),
    ("2020-05-01", 1, "2020-05-04", "the Monday it was moved from"),
    ("2026-05-01", 1, "2026-05-05", "early May"),
    ("2026-05-22", 1, "2026-05-26", "spring"),
    ("2026-08-28", 1, "2026-09-01", "summer"),
    ("2027-02-26", 1, "2027-03-01", "Saint David's Day is worked"),
    ("2026-01-01", 1, "2026-01-02", "2 January is a holiday in Scotland alone"),
    ("2026-11-27", 1, "2026-11-30", "Saint Andrew's Day is worked"),
    ("2026-05-11", 45, "2026-07-14", "45 days over the spring holiday"),
    ("2026-11-02", 42, "2027-01-04", "42 days over Christmas"),
    ("2026-12-14", 20, "2027-01-14", "20 days over Christmas"),
    ("2026-03-31", 7, "2026-04-13", "7 days over Easter"),
    ("2026-04-30", 5, "2026-05-08", "5 days over early May"),
]

BETWEEN = [
    ("2026-07-06", "2026-07-14", 6),
    ("2026-07-06", "2026-07-06", 0),
    ("2026-07-14", "2026-07-06", 0),
    ("2026-06-12", "2026-06-14", 0),
    ("2026-06-12", "2026-06-15", 1),
    ("2026-04-02", "2026-04-06", 0),
    ("2026-04-02", "2026-04-07", 1),
    ("2026-12-24", "2027-01-04", 4),
    ("2027-12-24", "2028-01-04", 4),
    ("2025-12-31", "2026-12-31", 253),
    ("2023-12-31", "2024-12-31", 254),
]

MONTHS = [
    ("2026-08-06", 1, "2026-09-06"),
    ("2026-01-31", 1, "2026-02-28"),
    ("2028-01-31", 1, "2028-02-29"),
    ("2027-11-30", 3, "2028-02-29"),
    ("2026-11-30", 3, "2027-02-28"),
    ("2024-02-29", 12, "2025-02-28"),
    ("2024-02-29", 48, "2028-02-29"),
    ("2026-08-31", 1, "2026-09-30"),
    ("2026-10-31", 6, "2027-04-30"),
    ("2026-05-31", 3, "2026-08-31"),
    ("2026-12-15", 1, "2027-01-15"),
    ("2026-12-31", 0, "2026-12-31"),
]


@BOTH
@pytest.mark.parametrize(("start", "n", "expected", "why"), ADDED, ids=[case[3] for case in ADDED])
def test_working_days_are_added(start: str, n: int, expected: str, why: str, nation: str) -> None:
    assert add_working_days(date.fromisoformat(start), n, nation) == date.fromisoformat(expected)


@BOTH
@pytest.mark.parametrize(("after", "until", "expected"), BETWEEN)
def test_working_days_between_two_days(after: str, until: str, expected: int, nation: str) -> None:
    assert working_days_between(date.fromisoformat(after), date.fromisoformat(until), nation) == expected


@pytest.mark.parametrize(("start", "n", "expected"), MONTHS)
def test_months_are_clamped_at_a_months_end(start: str, n: int, expected: str) -> None:
    assert add_months(date.fromisoformat(start), n) == date.fromisoformat(expected)


def test_unknown_nation_is_refused() -> None:
    with pytest.raises(UnknownNation):
        is_working_day(date(2026, 6, 15), "scotland")


def test_working_days_are_not_added_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 6, 15), -1, "england")


@given(start=days, n=st.integers(1, 120), nation=nations)
def test_counting_undoes_adding(start: date, n: int, nation: str) -> None:
    end = add_working_days(start, n, nation)
    assert is_working_day(end, nation)
    assert working_days_between(start, end, nation) == n


@given(start=days, n=st.integers(0, 60), more=st.integers(0, 60), nation=nations)
def test_adding_in_two_goes_is_adding_at_once(start: date, n: int, more: int, nation: str) -> None:
    assert add_working_days(add_working_days(start, n, nation), more, nation) == add_working_days(
        start, n + more, nation
    )


@given(start=days, length=st.integers(0, 900), nation=nations)
def test_counting_agrees_with_looking_at_each_day(start: date, length: int, nation: str) -> None:
    counted = sum(is_working_day(start + timedelta(days=step), nation) for step in range(1, length + 1))
    assert working_days_between(start, start + timedelta(days=length), nation) == counted


@given(start=days, first=st.integers(0, 400), second=st.integers(0, 400), nation=nations)
def test_a_span_is_the_sum_of_its_parts(start: date, first: int, second: int, nation: str) -> None:
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    parts = working_days_between(start, middle, nation) + working_days_between(middle, end, nation)
    assert working_days_between(start, end, nation) == parts


@given(day=days, n=st.integers(0, 240))
def test_months_on_is_that_month_and_never_a_later_day(day: date, n: int) -> None:
    later = add_months(day, n)
    assert (later.year - day.year) * 12 + later.month - day.month == n
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
