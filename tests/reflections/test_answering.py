"""A reflection takes up a position, a concern or a disagreement; both ends know it."""

from mas_hub.errors import Invalid
from tests.acting import of_thing
from tests.sitting import NO_SUCH_ID, Sitting


def test_a_reflection_says_what_it_takes_up(opened: Sitting) -> None:
    taken_up = [of_thing(opened, key) for key in ("position", "concern", "disagreement")]
    made = opened.do("callum", "add_reflection", prompt="analysis", text="Look again.", answers=taken_up)[0].subject
    assert made["answers"] == taken_up
    changed = opened.do("callum", "amend_reflection", of=made["id"], version=1, answers=taken_up[:1])[0].subject
    assert (changed["answers"], changed["text"]) == (taken_up[:1], "Look again.")


def test_it_takes_up_nothing_unless_it_says_so(opened: Sitting) -> None:
    assert opened.view("reflection")["answers"] == []


def test_what_is_not_on_this_board_is_not_taken_up(opened: Sitting) -> None:
    answers = [{"type": "drift_concern", "id": NO_SUCH_ID}]
    refusal = opened.refused("beth", "add_reflection", prompt="analysis", text="x", answers=answers)
    assert (type(refusal), refusal.fields) == (Invalid, {"answers": "no_such_entry"})
    refusal = opened.refused("beth", "amend_reflection", **opened.edit("reflection", answers=answers))
    assert (type(refusal), refusal.fields) == (Invalid, {"answers": "no_such_entry"})
    assert opened.refused("beth", "amend_reflection", **opened.edit("reflection")).code == "nothing_changed"
