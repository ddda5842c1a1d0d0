from typing import Any

import pytest

from mas_hub.errors import Conflict, Invalid
from tests.sitting import NO_SUCH_ID, Sitting


def test_disagreement_begins_open_between_the_agencies_named_once(opened: Sitting) -> None:
    ids = opened.agencies
    between = [ids["health"], ids["csc"], ids["health"]]
    raised = opened.do("amara", "raise_disagreement", about="The level.", between=between)[0].subject
    assert (raised["state"], raised["how"], raised["escalation"]) == ("open", "", None)
    assert raised["between"] == [ids["health"], ids["csc"]]
    assert raised["agency_id"] == ids["csc"]


def test_agency_that_is_absent_but_invited_can_be_part_of_it(opened: Sitting) -> None:
    ids = opened.agencies
    assert opened.do("beth", "raise_disagreement", about="Attendance.", between=[ids["school"], ids["police"]])


@pytest.mark.parametrize(
    ("between", "code"),
    [
        ([], "between_two_agencies"),
        (["csc"], "between_two_agencies"),
        (["csc", "csc"], "between_two_agencies"),
        (["csc", "housing"], "agency_not_invited"),
        (["csc", None], "agency_not_invited"),
    ],
)
def test_disagreement_lies_between_two_invited_agencies(opened: Sitting, between: list[str | None], code: str) -> None:
    ids = [NO_SUCH_ID if key is None else opened.agencies[key] for key in between]
    refusal = opened.refused("beth", "raise_disagreement", about="x", between=ids)
    assert (type(refusal), refusal.fields) == (Invalid, {"between": code})


def test_chair_resolves_it_by_saying_how(opened: Sitting) -> None:
    assert opened.refused("amara", "resolve_disagreement", **opened.edit("disagreement")).fields == {"how": "required"}
    opened.do("amara", "resolve_disagreement", **opened.edit("disagreement", how="They moved."))
    view = opened.view("disagreement")
    assert (view["state"], view["how"], view["escalation"], view["version"]) == ("resolved", "They moved.", None, 2)


def test_whoever_raised_it_cannot_resolve_it(opened: Sitting) -> None:
    refusal = opened.refused("dina", "resolve_disagreement", **opened.edit("disagreement", how="We gave in."))
    assert refusal.code == "may_not_chair"


@pytest.mark.parametrize("first", ["resolve", "escalate"])
def test_settled_disagreement_is_neither_resolved_nor_escalated_again(opened: Sitting, first: str) -> None:
    settle: dict[str, dict[str, Any]] = {
        "resolve": {"how": "They moved."},
        "escalate": {"owner": opened.agencies["csc"], "reason": "Still apart.", "immediate_risk": False},
    }
    opened.do("amara", f"{first}_disagreement", **opened.edit("disagreement", **settle[first]))
    for act, data in settle.items():
        refusal = opened.refused("amara", f"{act}_disagreement", **opened.edit("disagreement", **data))
        assert (type(refusal), refusal.code) == (Conflict, f"disagreement_is_{first.rstrip('e')}ed")


def test_escalation_goes_to_the_first_stage_with_its_working_days(opened: Sitting) -> None:
    """Monday 21 September 2026, and two working days."""
    data = opened.edit("disagreement", owner=opened.agencies["health"], reason="Apart.", immediate_risk=False)
    opened.do("amara", "escalate_disagreement", **data)
    view = opened.view("disagreement")
    assert view["state"] == "escalated"
    assert view["escalation"] == {
        "owner_agency_id": opened.agencies["health"],
        "reason": "Apart.",
        "immediate_risk": False,
        "stage": 1,
        "stage_name": {"en": "Practitioners", "cy": "Ymarferwyr"},
        "due_on": "2026-09-23",
    }


def test_immediate_risk_bypasses_the_stages_and_is_due_today(opened: Sitting) -> None:
    data = opened.edit("disagreement", owner=opened.agencies["csc"], reason="Now.", immediate_risk=True)
    opened.do("amara", "escalate_disagreement", **data)
    escalation = opened.view("disagreement")["escalation"]
    assert (escalation["stage"], escalation["due_on"], escalation["immediate_risk"]) == (4, "2026-09-21", True)


@pytest.mark.parametrize(("owner", "code"), [("housing", "agency_not_invited"), (None, "agency_not_invited")])
def test_escalation_is_owned_by_an_invited_agency(opened: Sitting, owner: str | None, code: str) -> None:
    owner_id = opened.agencies[owner] if owner else NO_SUCH_ID
    data = opened.edit("disagreement", owner=owner_id, reason="Apart.", immediate_risk=False)
    assert opened.refused("amara", "escalate_disagreement", **data).fields == {"owner": code}


def test_risk_is_answered_with_yes_or_no(opened: Sitting) -> None:
    data = opened.edit("disagreement", owner=opened.agencies["csc"], reason="Now.", immediate_risk="yes")
    assert opened.refused("amara", "escalate_disagreement", **data).fields == {"immediate_risk": "not_yes_or_no"}
