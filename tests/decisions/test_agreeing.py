from datetime import timedelta
from typing import Any

import pytest

from mas_hub import clock
from mas_hub.errors import Conflict, Forbidden, Invalid
from tests.sitting import NOW, Sitting


def stand(sitting: Sitting, who: str, stand: str, reason: str = "") -> dict[str, Any]:
    return sitting.do(who, "give_consent", **sitting.edit("decision", stand=stand, reason=reason))[0].subject


@pytest.mark.parametrize("kind", ["reservations", "disagree", "abstain"])
def test_every_stand_but_agreement_needs_a_reason(opened: Sitting, kind: str) -> None:
    for reason in ({}, {"reason": "   "}):
        refusal = opened.refused("beth", "give_consent", **opened.edit("decision", stand=kind, **reason))
        assert (type(refusal), refusal.fields) == (Invalid, {"reason": "stand_needs_reason"})
    assert stand(opened, "beth", kind, "We cannot staff it.")["reason"] == "We cannot staff it."


def test_agency_has_one_stand_and_a_new_one_replaces_it(opened: Sitting) -> None:
    stand(opened, "callum", "disagree", "Too late.")
    opened.do("dora", "accept_ground_rules", version="2026-2")
    changed = stand(opened, "dora", "abstain", "Not ours.")
    consents = opened.views("consent")
    assert [(each["agency_id"], each["stand"]) for each in consents] == [
        (opened.agencies["police"], "abstain"),
        (opened.agencies["health"], "disagree"),
    ]
    assert (changed["version"], changed["by"]["person_id"]) == (2, opened.people["dora"])


def test_nobody_consents_to_words_they_have_not_read(opened: Sitting) -> None:
    read = opened.edit("decision", stand="agree")
    opened.do("beth", "amend_decision", **opened.edit("decision", text="Other words."))
    refusal = opened.refused("callum", "give_consent", **read)
    assert (refusal.code, refusal.current) == ("stale", opened.view("decision"))


def test_stand_given_again_after_an_amendment_stands(opened: Sitting) -> None:
    opened.do("beth", "amend_decision", **opened.edit("decision", text="Other words."))
    assert opened.view("consent")["lapsed"] is True
    assert stand(opened, "dina", "agree")["lapsed"] is False


def test_agreeing_needs_no_stand_and_no_owner_at_the_table(opened: Sitting) -> None:
    decision = opened.do(
        "callum",
        "propose_decision",
        owner=opened.agencies["school"],
        text="Weigh K. weekly.",
        measure="Six weights.",
        responsible="School nurse",
        due="2026-09-21",
        reflects_child="At school, where K. feels safe.",
    )[0].subject
    agreed = opened.do("amara", "agree_decision", of=decision["id"], version=1)[0].subject
    assert (agreed["state"], agreed["agreed_at"]) == ("agreed", clock.iso(NOW))


def test_dissent_does_not_hold_agreement_up(opened: Sitting) -> None:
    stand(opened, "dina", "disagree", "Not lawful.")
    opened.do("amara", "agree_decision", **opened.edit("decision"))
    assert opened.view("consent")["stand"] == "disagree"
    assert opened.view("consent")["lapsed"] is False


@pytest.mark.parametrize(
    ("lacking", "field"),
    [
        ({"text": ""}, "text"),
        ({"measure": " "}, "measure"),
        ({"responsible": ""}, "responsible"),
        ({"owner": None}, "owner"),
        ({"due": None}, "due"),
        ({"due": "2026-09-20"}, "due"),
        ({"reflects_child": ""}, "reflects_child"),
    ],
)
def test_decision_that_is_not_smart_is_not_agreed_and_says_what_is_missing(
    opened: Sitting, lacking: dict[str, Any], field: str
) -> None:
    opened.do("beth", "amend_decision", **opened.edit("decision", **lacking))
    refusal = opened.refused("amara", "agree_decision", **opened.edit("decision"))
    assert (type(refusal), refusal.code, set(refusal.fields)) == (Invalid, "not_smart", {field})


def test_everything_missing_is_listed_at_once(opened: Sitting) -> None:
    made = opened.do("beth", "propose_decision")[0].subject
    refusal = opened.refused("amara", "agree_decision", of=made["id"], version=1)
    assert refusal.fields == {
        name: f"missing_{name}" for name in ("text", "measure", "responsible", "owner", "due", "reflects_child")
    }


def test_due_on_the_day_of_agreeing_is_allowed_and_the_day_after_it_is_past(opened: Sitting) -> None:
    opened.do("beth", "amend_decision", **opened.edit("decision", due="2026-09-21"))
    with clock.fixed(NOW + timedelta(days=1)):
        refusal = opened.refused("amara", "agree_decision", **opened.edit("decision"))
        assert refusal.fields == {"due": "missing_due_in_past"}
    opened.do("amara", "agree_decision", **opened.edit("decision"))


def test_agreed_decision_is_not_amended_or_agreed_again(opened: Sitting) -> None:
    opened.do("amara", "agree_decision", **opened.edit("decision"))
    for who, act, data in (
        ("amara", "amend_decision", {"text": "x"}),
        ("beth", "amend_decision", {"text": "x"}),
        ("amara", "agree_decision", {}),
    ):
        refusal = opened.refused(who, act, **opened.edit("decision", **data))
        assert (type(refusal), refusal.code) == (Conflict, "decision_is_agreed")


def test_only_the_chair_withdraws_an_agreed_decision_and_says_why(opened: Sitting) -> None:
    opened.do("amara", "agree_decision", **opened.edit("decision"))
    refusal = opened.refused("beth", "withdraw_decision", **opened.edit("decision", reason="x"))
    assert (type(refusal), refusal.code) == (Forbidden, "only_chair_withdraws_agreed")
    refusal = opened.refused("amara", "withdraw_decision", **opened.edit("decision"))
    assert (type(refusal), refusal.fields) == (Invalid, {"reason": "required"})
    opened.do("amara", "withdraw_decision", **opened.edit("decision", reason="The court decided."))
    assert opened.view("decision")["state"] == "withdrawn"


def test_amending_and_agreeing_at_once_agrees_no_unread_words(opened: Sitting) -> None:
    seen = opened.edit("decision")
    opened.do("beth", "amend_decision", **opened.edit("decision", text="Other words."))
    assert opened.refused("amara", "agree_decision", **seen).code == "stale"
