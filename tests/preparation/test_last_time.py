"""The next meeting on a case begins with what the last one left, shown to those who may see it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mas_hub import clock
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Forbidden
from mas_hub.follow_up.actions import record_receipt
from mas_hub.preparation.last_time import last_time
from tests.plans import plan_another
from tests.sitting import GROUND_RULES, NOW, SMART, Sitting

NOTHING: dict[str, Any] = {
    "held_on": None,
    "decisions": [],
    "proposed": [],
    "drift": [],
    "early_risks": [],
    "disagreements": [],
}


def again(sitting: Sitting, *, information_shared: str = "assigned", case_of: int | None = None) -> Sitting:
    """A second meeting on the case: social care and police as before, the school now with somebody, housing new."""
    of_case = replace(sitting, meeting_id=case_of or sitting.meeting_id)
    people = sitting.people
    return plan_another(
        of_case,
        {"csc": ["beth"], "police": ["dora"], "school": ["sian"], "housing": ["hugo"]},
        scheduled_at=NOW + timedelta(days=30),
        template="short",
        information_shared=information_shared,
        advisers=[people["arun"]],
        observers=[people["kit"]],
    )


def left(sitting: Sitting, who: str) -> dict[str, Any]:
    with snapshot() as session:
        return last_time(session, sitting.entering(session, who))


def texts(told: dict[str, Any]) -> list[str]:
    return [
        *(each["text"] for each in told["decisions"] + told["proposed"]),
        *(each["about"] for each in told["disagreements"]),
        *(each["what"] for each in told["drift"]),
    ]


def first_meeting(sitting: Sitting) -> None:
    """Beside what is prepared: one more decision, only proposed, for the school; one escalated disagreement."""
    ids = sitting.agencies
    sitting.do(
        "beth", "propose_decision", **{**SMART, "owner": ids["school"], "involves": [], "text": "Ask the class."}
    )
    sitting.do("dina", "raise_disagreement", about="Who tells Nan.", between=[ids["csc"], ids["police"]])
    sitting.do("amara", "agree_decision", **sitting.edit("decision"))
    escalating = next(view for view in sitting.views("disagreement") if view["about"] == "Who tells Nan.")
    sitting.do("amara", "escalate_disagreement", of=escalating["id"], version=1, owner=ids["csc"], reason="Apart.")
    sitting.do("amara", "close_meeting", next_meeting_on="2026-10-21")


WHOLE = [
    "Hold a core group within five working days.",
    "Ask the class.",
    "Health holds level 4.",
    "Who tells Nan.",
    "The core group has not met.",
]


@pytest.mark.parametrize("who", ["amara", "beth", "dora", "arun"])
def test_chair_and_those_who_were_there_read_all_of_it(opened: Sitting, who: str) -> None:
    """Dora did not sit at that board, her agency did; Arun advised there."""
    first_meeting(opened)
    told = left(again(opened), who)
    assert sorted(texts(told)) == sorted(WHOLE)
    assert told["held_on"] == "2026-09-21"
    escalated = next(each for each in told["disagreements"] if each["about"] == "Who tells Nan.")
    assert (escalated["state"], escalated["owner"]["code"]) == ("escalated", "CSC")
    assert escalated["due"] is not None


def test_absent_agency_reads_what_names_it(opened: Sitting) -> None:
    first_meeting(opened)
    assert texts(left(again(opened), "sian")) == ["Ask the class."]


@pytest.mark.parametrize("who", ["hugo", "kit"])
def test_newcomers_are_answered_as_if_there_had_been_no_meeting(opened: Sitting, who: str) -> None:
    first_meeting(opened)
    assert left(again(opened), who) == NOTHING


@pytest.mark.parametrize("who", ["hugo", "kit"])
def test_where_all_is_shared_newcomers_read_it_after_the_ground_rules(opened: Sitting, who: str) -> None:
    first_meeting(opened)
    second = again(opened, information_shared="all_reached")
    assert left(second, who) == NOTHING
    second.do("amara", "open_meeting")
    assert left(second, who) == NOTHING
    second.do(who, "accept_ground_rules", version=GROUND_RULES)
    assert sorted(texts(left(second, who))) == sorted(WHOLE)


def test_first_meeting_on_a_case_has_nothing_left(opened: Sitting) -> None:
    assert left(opened, "amara") == NOTHING


def test_receipt_is_between_its_agency_and_the_chair(opened: Sitting) -> None:
    first_meeting(opened)
    second = again(opened)
    assert [left(second, who)["decisions"][0]["recorded"] for who in ("amara", "dora", "beth")] == [False, False, None]
    with transaction() as session:
        actor = opened.entering(session, "dina")
        said: dict[str, Any] = {"reference": "P-1", "recorded_on": clock.today(), "why_not": ""}
        record_receipt(session, actor, recorded=True, **said)
    assert [left(second, who)["decisions"][0]["recorded"] for who in ("amara", "dora", "beth")] == [True, True, None]


def test_drift_is_reckoned_again_for_today(opened: Sitting) -> None:
    first_meeting(opened)
    second = again(opened)
    with clock.fixed(NOW + timedelta(days=10)):
        (drift,) = left(second, "amara")["drift"]
    assert drift["now"]["days"] == drift["then"]["days"] + 10


def test_an_early_sign_of_risk_is_asked_after_again_where_it_was_heard(opened: Sitting) -> None:
    opened.do("beth", "add_reflection", prompt="early_risk", text="K. has begun to hide food.")
    taken_back = opened.do("beth", "add_reflection", prompt="early_risk", text="Another child.")[0].subject
    opened.do("beth", "withdraw_reflection", of=taken_back["id"], version=1, reason="Another child.")
    opened.do("beth", "add_reflection", prompt="analysis", text="Not this one.")
    first_meeting(opened)
    second = again(opened)
    for who in ("amara", "dora"):
        assert [each["text"] for each in left(second, who)["early_risks"]] == ["K. has begun to hide food."]
    for who in ("sian", "hugo"):
        assert left(second, who)["early_risks"] == []


def test_resolved_and_withdrawn_things_are_not_carried(opened: Sitting) -> None:
    opened.do("amara", "resolve_disagreement", **opened.edit("disagreement", how="They moved."))
    opened.do("beth", "withdraw_drift_concern", **opened.edit("concern", reason="It met."))
    opened.do("amara", "withdraw_decision", **opened.edit("decision", reason="Not needed."))
    opened.do("amara", "close_meeting", no_next_meeting_because="Done.")
    assert left(again(opened), "amara") == {**NOTHING, "held_on": "2026-09-21"}


def test_disagreements_of_an_earlier_meeting_follow_the_case(opened: Sitting) -> None:
    first_meeting(opened)
    second = again(opened)
    second.do("amara", "open_meeting")
    second.do("amara", "accept_ground_rules", version=GROUND_RULES)
    voice = {"childs_voice_not_heard_because": "Ill."}
    second.do("amara", "close_meeting", next_meeting_on="2026-11-30", **voice)
    third = again(opened)
    assert sorted(texts(left(third, "amara"))) == ["Health holds level 4.", "Who tells Nan."]


def test_recorder_without_a_seat_is_not_shown_it(opened: Sitting) -> None:
    with snapshot() as session, pytest.raises(Forbidden):
        last_time(session, opened.entering(session, "sian"))
