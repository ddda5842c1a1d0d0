from typing import Any

import pytest

from mas_hub.errors import Forbidden, Invalid, NotFound
from tests.sitting import NO_SUCH_ID, Sitting


def on(sitting: Sitting, key: str) -> dict[str, Any]:
    subject_type, subject_id = sitting.things[key]
    return {"type": subject_type, "id": subject_id}


def test_entry_stays_as_it_was_and_the_addendum_stands_beside_it(closed: Sitting) -> None:
    before = closed.view("position")
    done = closed.do(
        "beth", "add_addendum", corrects=on(closed, "position"), text="Three of five.", reason="Miscounted."
    )
    addendum = done[0].subject
    assert closed.view("position") == before
    assert addendum["corrects"] == on(closed, "position")
    assert (addendum["text"], addendum["reason"]) == ("Three of five.", "Miscounted.")
    assert addendum["added_at"] == "2026-09-21T12:30:00.000000Z"
    assert addendum["by"] == {"person_id": closed.people["beth"], "agency_id": closed.agencies["csc"]}
    assert closed.views("addendum") == [addendum]


def test_second_addendum_does_not_replace_the_first(closed: Sitting) -> None:
    for text in ("Three of five.", "Four of five."):
        closed.do("beth", "add_addendum", corrects=on(closed, "position"), text=text, reason="Miscounted.")
    assert [view["text"] for view in closed.views("addendum")] == ["Three of five.", "Four of five."]


@pytest.mark.parametrize(
    ("who", "key"), [("dina", "position"), ("dina", "decision"), ("beth", "consent"), ("arun", "voice")]
)
def test_another_agency_s_entry_is_not_theirs_to_correct(closed: Sitting, who: str, key: str) -> None:
    refusal = closed.refused(who, "add_addendum", corrects=on(closed, key), text="x", reason="y")
    assert (type(refusal), refusal.code) == (Forbidden, "belongs_to_another_agency")


@pytest.mark.parametrize("key", ["position", "disagreement", "concern", "reflection", "voice", "decision", "consent"])
def test_the_chair_corrects_any_entry(closed: Sitting, key: str) -> None:
    assert closed.do("amara", "add_addendum", corrects=on(closed, key), text="x", reason="y")


def test_anybody_who_may_correct_adds_to_the_record_as_a_whole(closed: Sitting) -> None:
    for who in ("amara", "callum", "arun"):
        closed.do(who, "add_addendum", text=f"What {who} was writing.", reason="The meeting closed meanwhile.")
    assert [view["corrects"] for view in closed.views("addendum")] == [None, None, None]


def test_what_was_erased_does_not_come_back_by_this_door(closed: Sitting) -> None:
    for who in ("dina", "amara"):
        refusal = closed.refused(
            who, "add_addendum", corrects=on(closed, "wellbeing"), text="I dread them.", reason="y"
        )
        assert (type(refusal), refusal.code) == (NotFound, "no_such_entry")


@pytest.mark.parametrize(
    ("corrects", "kind"),
    [
        ({"type": "decision", "id": NO_SUCH_ID}, NotFound),
        ({"type": "meeting", "id": 1}, Invalid),
        ({"type": "addendum", "id": 1}, Invalid),
        ({"type": "decision"}, Invalid),
    ],
)
def test_only_an_entry_of_this_board_is_corrected(closed: Sitting, corrects: dict[str, Any], kind: type) -> None:
    assert type(closed.refused("amara", "add_addendum", corrects=corrects, text="x", reason="y")) is kind


@pytest.mark.parametrize("missing", ["text", "reason"])
def test_correction_says_what_and_why(closed: Sitting, missing: str) -> None:
    said = {"text": "x", "reason": "y", missing: "  "}
    assert closed.refused("beth", "add_addendum", **said).fields == {missing: "required"}


def test_closed_meeting_says_what_to_do_instead(closed: Sitting) -> None:
    assert closed.refused("beth", "add_reflection", prompt="analysis", text="Late.").code == "meeting_is_closed"
    assert closed.refused("beth", "add_threshold_position", level=2, evidence="Late.").code == "meeting_is_closed"
