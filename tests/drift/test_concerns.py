import time
from typing import Any

import pytest

from mas_hub.errors import Conflict, Forbidden, Invalid
from tests.sitting import Sitting

CONCERN: dict[str, Any] = {
    "what": "The conference was held late.",
    "effect_on_child": "Six weeks with no plan.",
    "risk_source": "adults",
    "expectation": "initial_conference",
    "from_milestone": "strategy_discussion",
}


def raised(sitting: Sitting, who: str = "callum", **instead: Any) -> dict[str, Any]:
    data = {name: value for name, value in {**CONCERN, **instead}.items() if value is not ...}
    return sitting.do(who, "raise_drift_concern", **data)[0].subject


def test_lateness_is_counted_in_working_days_from_the_milestone_to_the_event(opened: Sitting) -> None:
    assert raised(opened)["reckoning"] == {
        "counted_from": "2026-06-15",
        "due": "2026-07-06",
        "held": "2026-07-14",
        "days": 6,
        "unit": "working_days_late",
        "on_meeting_day": False,
    }


def test_what_has_not_happened_is_late_as_at_the_meeting_day(opened: Sitting) -> None:
    concern = raised(opened, expectation="core_group_monthly", from_milestone=..., since="2026-08-06")
    assert concern["reckoning"]["due"] == "2026-09-06"
    assert concern["reckoning"]["held"] is None
    assert (concern["reckoning"]["days"], concern["reckoning"]["unit"]) == (15, "calendar_days_late")
    assert concern["reckoning"]["on_meeting_day"] is True


def test_without_an_expectation_it_is_waiting_in_calendar_days(opened: Sitting) -> None:
    concern = raised(opened, expectation="none", from_milestone=..., since="2026-04-20")
    assert (concern["reckoning"]["days"], concern["reckoning"]["unit"]) == (154, "calendar_days_waiting")
    assert concern["reckoning"]["due"] is None


def test_it_may_begin_on_the_meeting_day_itself(opened: Sitting) -> None:
    assert raised(opened, expectation="none", from_milestone=..., since="2026-09-21")["reckoning"]["days"] == 0


def test_what_was_left_out_is_told_at_one_go(opened: Sitting) -> None:
    with pytest.raises(Invalid) as refused:
        raised(opened, what="", risk_source="", expectation="")
    assert set(refused.value.fields) == {"what", "risk_source", "expectation"}


@pytest.mark.parametrize(
    ("instead", "field"),
    [
        ({"since": "2026-05-01"}, "since"),
        ({"from_milestone": ..., "since": "2026-09-22"}, "since"),
        ({"from_milestone": ..., "expectation": "none"}, "since"),
        ({"from_milestone": "section_47_start"}, "from_milestone"),
        ({"from_milestone": "a_birthday"}, "from_milestone"),
        ({"expectation": "adult_enquiry"}, "expectation"),
        ({"expectation": "whenever"}, "expectation"),
        ({"risk_source": "weather"}, "risk_source"),
        ({"what": ""}, "what"),
        ({"effect_on_child": ...}, "effect_on_child"),
        ({"from_milestone": ..., "since": "2026-02-30"}, "since"),
    ],
)
def test_concern_that_cannot_be_counted_says_which_field(opened: Sitting, instead: dict[str, Any], field: str) -> None:
    data = {name: value for name, value in {**CONCERN, **instead}.items() if value is not ...}
    refusal = opened.refused("callum", "raise_drift_concern", **data)
    assert isinstance(refusal, Invalid)
    assert set(refusal.fields) == {field}


def test_amended_fields_change_and_the_others_stay(opened: Sitting) -> None:
    before = opened.view("concern")
    opened.do("beth", "amend_drift_concern", **opened.edit("concern", risk_source="both"))
    after = opened.view("concern")
    assert after == {**before, "risk_source": "both", "version": 2}


def test_new_start_replaces_the_old_and_lateness_is_counted_afresh(opened: Sitting) -> None:
    data = {"expectation": "initial_conference", "from_milestone": "strategy_discussion"}
    opened.do("beth", "amend_drift_concern", **opened.edit("concern", **data))
    concern = opened.view("concern")
    assert (concern["since"], concern["from_milestone"]) == (None, "strategy_discussion")
    assert concern["reckoning"]["days"] == 6
    opened.do("beth", "amend_drift_concern", **opened.edit("concern", since="2026-07-01"))
    concern = opened.view("concern")
    assert (concern["since"], concern["from_milestone"]) == ("2026-07-01", None)
    assert concern["reckoning"]["counted_from"] == "2026-07-01"


def test_amending_to_what_cannot_be_counted_is_refused(opened: Sitting) -> None:
    both = opened.edit("concern", since="2026-07-01", from_milestone="referral")
    assert opened.refused("beth", "amend_drift_concern", **both).fields == {"since": "since_or_milestone_not_both"}
    neither = opened.edit("concern", since=None)
    assert set(opened.refused("beth", "amend_drift_concern", **neither).fields) == {"since"}
    assert opened.refused("beth", "amend_drift_concern", **opened.edit("concern")).code == "nothing_changed"


def test_chair_amends_and_withdraws_any_agency_s(opened: Sitting) -> None:
    opened.do("amara", "amend_drift_concern", **opened.edit("concern", what="In other words."))
    opened.do("amara", "withdraw_drift_concern", **opened.edit("concern", reason="It has met."))
    view = opened.view("concern")
    assert (view["withdrawn"], view["withdrawn_because"]) == (True, "It has met.")
    assert view["agency_id"] == opened.agencies["csc"]


def test_what_was_withdrawn_stays_as_it_was(opened: Sitting) -> None:
    opened.do("beth", "withdraw_drift_concern", **opened.edit("concern", reason="It has met."))
    for who in ("beth", "amara"):
        for act, data in (("amend", {"what": "x"}), ("withdraw", {"reason": "x"})):
            refusal = opened.refused(who, f"{act}_drift_concern", **opened.edit("concern", **data))
            assert (type(refusal), refusal.code) == (Conflict, "already_withdrawn")


def test_colleague_of_the_same_agency_changes_it_and_another_agency_does_not(opened: Sitting) -> None:
    made = raised(opened, "dina")
    opened.do("dora", "accept_ground_rules", version="2026-2")
    changed = opened.do("dora", "amend_drift_concern", of=made["id"], version=1, what="Our words.")[0].subject
    assert changed["by"]["person_id"] == opened.people["dina"]
    refusal = opened.refused("callum", "amend_drift_concern", of=made["id"], version=2, what="Their words.")
    assert (type(refusal), refusal.code) == (Forbidden, "belongs_to_another_agency")


def test_who_may_not_change_it_learns_nothing_of_its_version(opened: Sitting) -> None:
    refusal = opened.refused("callum", "amend_drift_concern", **opened.edit("concern", version=99, what="x"))
    assert (refusal.code, refusal.current) == ("belongs_to_another_agency", None)


def test_absurdly_old_start_holds_nobody_up(opened: Sitting) -> None:
    began = time.process_time()
    raised(opened, from_milestone=..., since="1900-01-01")
    assert time.process_time() - began < 2


def test_core_groups_are_counted_from_the_last_one(opened: Sitting) -> None:
    refusal = opened.refused(
        "callum",
        "raise_drift_concern",
        **{**CONCERN, "expectation": "core_group_monthly", "from_milestone": "core_group"},
    )
    assert refusal.code == "no_such_milestone"
