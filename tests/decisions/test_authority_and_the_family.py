"""Who signs a decision off (row 22), and what of it is shared with the family, by whom, when (row 14)."""

from typing import Any

import pytest

from mas_hub.errors import Invalid
from tests.sitting import Sitting

SAID = {
    "authority": "needs_sign_off",
    "sign_off_by": "Head of service",
    "family_what": "That somebody will come on Mondays.",
    "family_by": "Health visitor",
    "family_on": "2026-09-24",
}


def test_what_was_said_of_it_stands_and_none_of_it_is_asked_for(opened: Sitting) -> None:
    assert {name: opened.view("decision")[name] for name in SAID} == {**dict.fromkeys(SAID, ""), "family_on": None}
    opened.do("beth", "amend_decision", **opened.edit("decision", **SAID))
    assert {name: opened.view("decision")[name] for name in SAID} == SAID
    opened.do("amara", "agree_decision", **opened.edit("decision"))
    assert {name: opened.view("decision")[name] for name in SAID} == SAID


@pytest.mark.parametrize("authority", ["", "within_role"])
def test_nobody_signs_off_what_does_not_need_it(opened: Sitting, authority: str) -> None:
    said = {"authority": authority, "sign_off_by": "Head of service"}
    for act, data in (("propose_decision", said), ("amend_decision", opened.edit("decision", **said))):
        refusal = opened.refused("beth", act, **data)
        assert (type(refusal), refusal.fields) == (Invalid, {"sign_off_by": "sign_off_not_needed"})


def test_who_signs_off_goes_when_it_is_within_the_role_after_all(opened: Sitting) -> None:
    opened.do("beth", "amend_decision", **opened.edit("decision", **SAID))
    opened.do("beth", "amend_decision", **opened.edit("decision", authority="within_role"))
    assert opened.view("decision")["sign_off_by"] == ""


@pytest.mark.parametrize("said", [{"authority": "perhaps"}, {"family_on": "soon"}, {"sign_off_by": "x" * 201}])
def test_what_cannot_be_said_is_refused(opened: Sitting, said: dict[str, Any]) -> None:
    refusal = opened.refused("beth", "amend_decision", **opened.edit("decision", **said))
    assert (type(refusal), set(refusal.fields)) == (Invalid, set(said))
