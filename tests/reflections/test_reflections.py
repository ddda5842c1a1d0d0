import pytest

from mas_hub.errors import Conflict, Forbidden, Invalid
from mas_hub.practice.vocabulary import PROMPTS
from tests.sitting import Sitting


@pytest.mark.parametrize("prompt", PROMPTS)
def test_reflection_is_added_under_each_prompt(opened: Sitting, prompt: str) -> None:
    added = opened.do("callum", "add_reflection", prompt=prompt, text="  What we saw. ")[0].subject
    assert (added["prompt"], added["text"], added["version"]) == (prompt, "What we saw.", 1)
    assert added["agency_id"] == opened.agencies["health"]


def test_unknown_prompt_and_empty_text_are_refused(opened: Sitting) -> None:
    refusal = opened.refused("callum", "add_reflection", prompt="gossip", text="")
    assert (type(refusal), refusal.fields) == (Invalid, {"prompt": "not_one_of", "text": "required"})


def test_agency_adds_as_many_as_it_likes(opened: Sitting) -> None:
    before = len(opened.views("reflection"))
    for number in range(3):
        opened.do("beth", "add_reflection", prompt="analysis", text=f"Thought {number}.")
    assert len(opened.views("reflection")) == before + 3


def test_text_is_kept_in_one_form_and_as_it_was_written(opened: Sitting) -> None:
    text = 'Gwe\u0302n ei mam\r\n"=1+1"\t<script>alert(1)</script> \u202edrawkcab'
    added = opened.do("beth", "add_reflection", prompt="analysis", text=text)[0].subject
    assert added["text"] == 'Gwên ei mam\n"=1+1"\t<script>alert(1)</script> \u202edrawkcab'


def test_amending_changes_the_text_alone(opened: Sitting) -> None:
    before = opened.view("reflection")
    opened.do("beth", "amend_reflection", **opened.edit("reflection", text="In other words."))
    assert opened.view("reflection") == {**before, "text": "In other words.", "version": 2}


def test_two_who_amend_at_once_both_learn_what_stands(opened: Sitting) -> None:
    first = opened.edit("reflection", text="Beth's words.")
    second = opened.edit("reflection", text="Amara's words.")
    opened.do("beth", "amend_reflection", **first)
    refusal = opened.refused("amara", "amend_reflection", **second)
    assert (refusal.code, refusal.current) == ("stale", opened.view("reflection"))
    assert opened.view("reflection")["text"] == "Beth's words."


def test_adviser_changes_what_they_added_and_nothing_else(opened: Sitting) -> None:
    added = opened.do("arun", "add_reflection", prompt="hypothesis", text="What if not?")[0].subject
    opened.do("arun", "amend_reflection", of=added["id"], version=1, text="What if it is?")
    colleague = opened.refused("nia", "amend_reflection", of=added["id"], version=2, text="x")  # who advises, too
    assert (type(colleague), colleague.code) == (Forbidden, "belongs_to_another_agency")
    opened.do("arun", "withdraw_reflection", of=added["id"], version=2, reason="Answered.")
    refusal = opened.refused("arun", "amend_reflection", **opened.edit("voice", text="x"))
    assert (type(refusal), refusal.code) == (Forbidden, "belongs_to_another_agency")


def test_withdrawn_reflection_keeps_its_reason_and_stays_as_it_was(opened: Sitting) -> None:
    assert opened.refused("beth", "withdraw_reflection", **opened.edit("reflection")).fields == {"reason": "required"}
    opened.do("beth", "withdraw_reflection", **opened.edit("reflection", reason="Said twice."))
    assert opened.view("reflection")["withdrawn_because"] == "Said twice."
    for who in ("beth", "amara"):
        for act, data in (("amend", {"text": "x"}), ("withdraw", {"reason": "x"})):
            refusal = opened.refused(who, f"{act}_reflection", **opened.edit("reflection", **data))
            assert (type(refusal), refusal.code) == (Conflict, "already_withdrawn")
