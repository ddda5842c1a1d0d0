"""What the timeline carries besides its dates: rule and source, local values, bookings, the signs of drift."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mas_hub.practice.profile import NATIONS, Profile, profile
from mas_hub.practice.reckoning import Milestone
from mas_hub.practice.timeline import timeline

DAY = date(2026, 9, 21)
STARTED: list[Milestone] = [
    ("referral", date(2026, 5, 11)),
    ("report", date(2026, 5, 11)),
    ("section_47_start", date(2026, 6, 8)),
    ("strategy_discussion", date(2026, 6, 15)),
    ("initial_conference", date(2026, 7, 14)),
    ("first_core_group", date(2026, 8, 6)),
    ("became_looked_after", date(2026, 8, 10)),
]
CLOCKS = [(nation, clock.key) for nation in NATIONS for clock in profile(nation).clocks]


def shown(chosen: Profile, key: str, milestones: list[Milestone], day: date = DAY) -> dict[str, Any] | None:
    subject = "adult_at_risk" if key == "adult_enquiry" else "child"
    clocks: list[dict[str, Any]] = timeline(chosen, subject, milestones, day)["clocks"]
    return next((clock for clock in clocks if clock["key"] == key), None)


def signs(*milestones: Milestone, day: date = DAY) -> list[tuple[str, str]]:
    return [(sign["key"], sign["since"]) for sign in timeline(profile("england"), "child", milestones, day)["signs"]]


@pytest.mark.parametrize(("nation", "key"), CLOCKS)
def test_every_clock_says_its_rule_and_source(nation: str, key: str) -> None:
    found = shown(profile(nation), key, STARTED)
    assert found
    assert found["name"]["cy"]
    assert found["source_text"]["cy"]
    assert (found["jurisdiction"], found["as_of"]) == (nation, "2026-11-01")
    assert all(item["interval"]["amount"] > 0 for item in found["items"])


@pytest.mark.parametrize(("nation", "key"), CLOCKS)
def test_every_clock_may_be_overridden_locally_and_then_says_so(nation: str, key: str) -> None:
    local = {
        "clocks": {
            key: {"amount": 3, "unit": "weeks", "source": {"en": "Our own procedures, 4.2"}, "as_of": "2026-10-01"}
        }
    }
    found = shown(profile(nation, local), key, STARTED)
    assert found
    assert (found["jurisdiction"], found["source"], found["as_of"]) == (
        "local",
        "Our own procedures, 4.2",
        "2026-10-01",
    )
    assert found["items"][0]["interval"] == {"amount": 3, "unit": "weeks"}


def test_what_comes_again_may_be_overridden_too() -> None:
    held = [*STARTED, ("review_conference", date(2026, 9, 1))]
    clock = {"then": [{"amount": 10, "unit": "weeks"}], "source": "Ours", "as_of": "2026-10-01"}
    found = shown(profile("england", {"clocks": {"review_conference": clock}}), "review_conference", held)
    assert found
    assert found["items"][-1]["due"] == "2026-11-10"


def test_a_conference_that_is_booked_is_said_beside_its_due_date_and_is_not_held() -> None:
    found = shown(profile("england"), "review_conference", [*STARTED, ("review_conference", date(2026, 10, 20))])
    assert found
    assert [(item["state"], item["due"], item["booked"]) for item in found["items"]] == [
        ("due", "2026-10-14", "2026-10-20")
    ]


def test_a_clock_for_adults_does_not_run_for_a_child_nor_the_other_way_round() -> None:
    report: list[Milestone] = [("report", date(2026, 9, 1))]
    for subject, keys in (("child", ["referral_decision"]), ("adult_at_risk", ["adult_enquiry"])):
        clocks = timeline(profile("wales"), subject, report, DAY)["clocks"]
        assert [clock["key"] for clock in clocks] == keys


def test_a_case_without_milestones_has_an_empty_timeline() -> None:
    assert timeline(profile("wales"), "child", [], DAY) == {"as_at": "2026-09-21", "clocks": [], "signs": []}


def test_a_plan_is_a_sign_of_drift_from_the_day_on_which_it_is_18_months_old() -> None:
    begun: Milestone = ("initial_conference", date(2025, 3, 21))
    assert signs(begun, day=date(2026, 9, 20)) == []
    assert signs(begun) == [("long_plan", "2025-03-21")]
    assert signs(begun, ("plan_ended", date(2026, 9, 1))) == []


def test_a_second_plan_after_the_end_of_the_first_is_a_sign_of_drift() -> None:
    first: Milestone = ("initial_conference", date(2025, 1, 14))
    again: Milestone = ("initial_conference", date(2026, 7, 14))
    assert signs(first, again) == []
    assert signs(first, ("plan_ended", date(2025, 9, 1)), again) == [("repeat_plan", "2026-07-14")]
