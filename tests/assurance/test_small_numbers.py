"""Small counts are not told, and others roughly."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mas_hub.assurance.rules import FEW, FEWEST, check_months, last_day, middle, months_between, protected
from mas_hub.errors import Invalid

COUNTS = st.integers(0, 5_000)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, FEW), (4, FEW), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1_000, 1_000)]
)
def test_small_counts_are_not_told_and_others_to_the_nearest_five(count: int, shown: object) -> None:
    assert protected(count) == shown


@given(COUNTS)
def test_each_figure_stands_for_several_counts(count: int) -> None:
    """So whoever knows all the others of a sum, or the sum without one, still does not know that one. 5 stands for 5, 6
    and 7, below which it is few; every other figure for more."""
    if count:
        alike = [other for other in range(1, count + FEWEST) if protected(other) == protected(count)]
        assert len(alike) >= (3 if protected(count) == FEWEST else FEWEST - 1)


@given(COUNTS, COUNTS)
def test_more_is_never_shown_as_less(one: int, other: int) -> None:
    shown = [protected(each) for each in sorted((one, other))]
    low, high = [2 if each == FEW else int(str(each)) for each in shown]
    assert low <= high


def test_a_median_is_of_five_at_least() -> None:
    assert (middle([3, 9, 4, 5]), middle([3, 9, 4, 5, 7])) == (None, 5)


def test_months_are_whole_and_not_endless() -> None:
    assert list(months_between(date(2025, 12, 1), date(2026, 2, 1))) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert last_day(date(2028, 2, 1)) == date(2028, 2, 29)
    check_months(date(2024, 1, 1), date(2026, 12, 1))
    for first, last, field in (
        (date(2026, 2, 1), date(2026, 1, 1), "last"),
        (date(2023, 12, 1), date(2026, 12, 1), "first"),
    ):
        with pytest.raises(Invalid) as refused:
            check_months(first, last)
        assert list(refused.value.fields) == [field]
