"""A milestone before the one it depends on is refused, and why is said; nothing is asked of what is not named."""

from datetime import date

import pytest

from mas_hub.cases.rules import COMES_AFTER, check_order
from mas_hub.errors import Invalid
from mas_hub.practice.vocabulary import MILESTONE_KINDS

EARLY, LATE = date(2026, 6, 15), date(2026, 7, 14)
PAIRS = [(kind, before) for kind, needed in COMES_AFTER.items() for before in needed]


@pytest.mark.parametrize(("kind", "before"), PAIRS)
def test_before_what_it_depends_on_is_refused_at_its_date(kind: str, before: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_order([(before, LATE), (kind, EARLY)])
    assert refused.value.fields == {"milestones.1.date": (f"milestone_before_{before}", {"date": "14/07/2026"})}


@pytest.mark.parametrize(("kind", "before"), PAIRS)
def test_after_it_or_on_the_same_day_or_without_it_is_taken(kind: str, before: str) -> None:
    check_order([(kind, LATE), (before, EARLY)])
    check_order([(kind, EARLY), (before, EARLY)])
    check_order([(kind, EARLY)])


def test_one_of_several_forerunners_before_it_is_enough() -> None:
    check_order([("referral", LATE), ("section_47_start", EARLY), ("assessment_completed", EARLY)])
    check_order([("strategy_discussion", EARLY), ("strategy_discussion", LATE), ("initial_conference", EARLY)])


def test_every_slip_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        check_order([("first_core_group", EARLY), ("review_conference", EARLY), ("initial_conference", LATE)])
    assert sorted(refused.value.fields) == ["milestones.0.date", "milestones.1.date"]


def test_every_kind_in_the_table_is_a_milestone() -> None:
    assert {kind for pair in PAIRS for kind in pair} <= set(MILESTONE_KINDS)
