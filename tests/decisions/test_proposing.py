from typing import Any

import pytest

from mas_hub.errors import Conflict, Forbidden, Invalid
from tests.sitting import NO_SUCH_ID, SMART, Sitting

EMPTY: dict[str, Any] = {"text": "", "measure": "", "responsible": "", "due": None, "reflects_child": ""}


def proposed(sitting: Sitting, who: str = "callum", **data: Any) -> dict[str, Any]:
    return sitting.do(who, "propose_decision", **data)[0].subject


def test_decision_belongs_to_its_proposer_s_agency_whoever_owns_it(opened: Sitting) -> None:
    ids = opened.agencies
    decision = proposed(opened, owner=ids["school"], involves=[ids["csc"]], **SMART)
    assert (decision["agency_id"], decision["owner_agency_id"]) == (ids["health"], ids["school"])
    assert (decision["state"], decision["missing"], decision["version"]) == ("proposed", [], 1)


def test_empty_fields_are_accepted_and_listed_as_missing(opened: Sitting) -> None:
    everything = ["text", "measure", "responsible", "owner", "due", "reflects_child"]
    assert proposed(opened)["missing"] == everything
    assert proposed(opened, owner=None, involves=[], **EMPTY)["missing"] == everything
    assert proposed(opened, **{**EMPTY, "due": ""})["missing"] == everything


def test_owner_is_not_listed_as_involved_too(opened: Sitting) -> None:
    ids = opened.agencies
    decision = proposed(opened, owner=ids["csc"], involves=[ids["csc"], ids["health"], ids["health"]])
    assert decision["involves"] == [ids["health"]]


@pytest.mark.parametrize("field", ["owner", "involves"])
def test_only_invited_agencies_own_or_are_involved(opened: Sitting, field: str) -> None:
    for agency in (opened.agencies["housing"], NO_SUCH_ID):
        value = agency if field == "owner" else [opened.agencies["csc"], agency]
        refusal = opened.refused("callum", "propose_decision", **{field: value})
        assert (type(refusal), refusal.fields) == (Invalid, {field: "agency_not_invited"})


def test_decision_answers_what_is_on_this_board_and_nothing_else(opened: Sitting) -> None:
    on_board = [{"type": kind, "id": number} for kind, number in list(opened.things.values())[:3]]
    assert proposed(opened, answers=on_board)["answers"] == on_board
    for answered in ({"type": "drift_concern", "id": NO_SUCH_ID}, {"type": "disagreement", "id": 2}):
        refusal = opened.refused("callum", "propose_decision", answers=[answered])
        assert refusal.fields == {"answers": "no_such_entry"}
    refusal = opened.refused("callum", "propose_decision", answers=[{"type": "seat", "id": 1}])
    assert set(refusal.fields) == {"answers.0.type"}


def test_amended_fields_change_the_others_stay_and_stands_lapse(opened: Sitting) -> None:
    before = opened.view("decision")
    entries = opened.do("beth", "amend_decision", **opened.edit("decision", measure="Minutes in two days."))
    assert [entry.kind for entry in entries] == ["decision_amended", "consent_lapsed"]
    assert opened.view("decision") == {**before, "measure": "Minutes in two days.", "version": 2}
    assert (opened.view("consent")["lapsed"], opened.view("consent")["stand"]) == (True, "agree")


def test_stand_that_has_lapsed_lapses_once(opened: Sitting) -> None:
    opened.do("beth", "amend_decision", **opened.edit("decision", measure="One."))
    entries = opened.do("beth", "amend_decision", **opened.edit("decision", measure="Two."))
    assert [entry.kind for entry in entries] == ["decision_amended"]


def test_owner_can_be_changed_and_taken_away(opened: Sitting) -> None:
    opened.do("amara", "amend_decision", **opened.edit("decision", owner=opened.agencies["health"]))
    decision = opened.view("decision")
    assert (decision["owner_agency_id"], decision["involves"]) == (opened.agencies["health"], [])
    opened.do("amara", "amend_decision", **opened.edit("decision", owner=None))
    assert opened.view("decision")["missing"] == ["owner"]


def test_owner_who_did_not_propose_it_may_not_amend_it(opened: Sitting) -> None:
    assert opened.view("decision")["owner_agency_id"] == opened.agencies["police"]
    for act, data in (("amend", {"text": "x"}), ("withdraw", {"reason": "x"})):
        refusal = opened.refused("dina", f"{act}_decision", **opened.edit("decision", **data))
        assert (type(refusal), refusal.code) == (Forbidden, "belongs_to_another_agency")


def test_amending_nothing_is_refused(opened: Sitting) -> None:
    refusal = opened.refused("beth", "amend_decision", **opened.edit("decision"))
    assert (type(refusal), refusal.code) == (Invalid, "nothing_changed")


def test_proposed_decision_is_withdrawn_with_or_without_a_reason(opened: Sitting) -> None:
    opened.do("beth", "withdraw_decision", **opened.edit("decision"))
    assert (opened.view("decision")["state"], opened.view("decision")["withdrawn_because"]) == ("withdrawn", "")


def test_withdrawn_decision_is_over(opened: Sitting) -> None:
    opened.do("amara", "withdraw_decision", **opened.edit("decision", reason="Overtaken."))
    for who, act, data in (
        ("beth", "amend_decision", {"text": "x"}),
        ("beth", "withdraw_decision", {"reason": "x"}),
        ("beth", "give_consent", {"stand": "agree"}),
        ("amara", "agree_decision", {}),
    ):
        refusal = opened.refused(who, act, **opened.edit("decision", **data))
        assert (type(refusal), refusal.code) == (Conflict, "decision_is_withdrawn")


def test_reflective_meeting_decides_nothing(reflective: Sitting) -> None:
    refusal = reflective.refused("beth", "propose_decision", **SMART)
    assert (type(refusal), refusal.code) == (Conflict, "reflective_meeting_decides_nothing")


def test_decision_answers_fifty_things_and_no_more(opened: Sitting) -> None:
    """While it is looked up whether they are on the board, nobody else writes."""
    kind, number = opened.things["concern"]
    answered = [{"type": kind, "id": number}] * 50
    assert proposed(opened, answers=answered)["answers"] == answered
    too_many = opened.refused("callum", "propose_decision", answers=[*answered, answered[0]])
    assert (type(too_many), too_many.fields) == (Invalid, {"answers": ("too_many", {"max": 50})})


def test_one_thing_that_is_not_there_among_those_that_are_is_refused(opened: Sitting) -> None:
    kind, number = opened.things["concern"]
    answers = [{"type": kind, "id": number}, {"type": kind, "id": NO_SUCH_ID}]
    refusal = opened.refused("callum", "propose_decision", answers=answers)
    assert refusal.fields == {"answers": "no_such_entry"}
