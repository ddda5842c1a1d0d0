"""Every shipped clock against dates worked out by hand: the working stands beside each in `by_hand.yaml`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from mas_hub.practice.profile import NATIONS, profile
from mas_hub.practice.reckoning import Milestone, reckon, start_for
from mas_hub.practice.timeline import timeline

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("by_hand.yaml").read_text(encoding="utf-8"))
IDS = [f"{number}-{case['nation']}-{case['clock']}" for number, case in enumerate(CASES, 1)]


def milestones_of(case: dict[str, Any]) -> list[Milestone]:
    return [(kind, on) for kind, days in case["case"].items() for on in days]


def items_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    subject = "adult_at_risk" if case["clock"] == "adult_enquiry" else "child"
    shown = timeline(profile(case["nation"]), subject, milestones_of(case), case["asked"])
    return next((clock["items"] for clock in shown["clocks"] if clock["key"] == case["clock"]), [])


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_timeline_says_what_was_worked_out_by_hand(case: dict[str, Any]) -> None:
    said = [[item[name] for name in ("counted_from", "due", "held", "days", "state")] for item in items_of(case)]
    assert said == [[iso(start), iso(due), iso(held), days, state] for start, due, held, days, state in case["items"]]
    if said:
        assert items_of(case)[-1]["due_falls_on"] == case.get("falls_on")


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_concern_on_the_same_clock_is_reckoned_alike(case: dict[str, Any]) -> None:
    """What a drift concern counted from the same start would say of the first time it was due."""
    chosen, milestones = profile(case["nation"]), milestones_of(case)
    for start, due, held, days, state in case["items"][:1]:
        found = reckon(chosen, case["clock"], start, milestones, case["asked"])
        assert found.due == due
        if case["clock"] != "core_group_monthly" and state != "not_recorded":
            assert (found.held, found.days) == (held, days)
        if len(case["items"]) == 1:
            assert start_for(chosen, case["clock"], None, None, milestones, case["asked"]) == start


def test_enough_is_worked_out_for_every_clock_of_both_nations() -> None:
    assert len(CASES) >= 40
    for nation in NATIONS:
        shipped = {clock.key for clock in profile(nation).clocks}
        assert {case["clock"] for case in CASES if case["nation"] == nation and case["items"]} == shipped
