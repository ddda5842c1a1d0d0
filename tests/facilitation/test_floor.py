"""Hands, the word, and being ready to move on."""

from datetime import timedelta

from mas_hub import clock
from mas_hub.errors import Conflict, Forbidden
from tests.sitting import NOW, Sitting


def up(sitting: Sitting, who: str) -> int:
    hand: int = sitting.do(who, "raise_hand")[0].subject["id"]
    return hand


def states(sitting: Sitting) -> list[str]:
    return [view["state"] for view in sitting.views("hand")]


def test_hands_wait_in_the_order_in_which_they_were_raised(opened: Sitting) -> None:
    for who in ("callum", "arun", "dina"):
        up(opened, who)
    people = [view["by"]["person_id"] for view in opened.views("hand")]
    assert people == [opened.people[who] for who in ("callum", "arun", "dina")]


def test_one_person_has_the_word_and_the_one_before_has_spoken(opened: Sitting) -> None:
    first, second = up(opened, "callum"), up(opened, "dina")
    opened.do("amara", "give_word", of=first)
    assert states(opened) == ["speaking", "up"]
    entries = opened.do("amara", "give_word", of=second)
    assert [entry.kind for entry in entries] == ["hand_lowered", "word_given"]
    assert states(opened) == ["down", "speaking"]
    assert opened.refused("amara", "give_word", of=second).code == "hand_not_up"


def test_hand_is_lowered_by_its_own_agency_or_the_chair(opened: Sitting) -> None:
    hand = up(opened, "callum")
    assert type(opened.refused("dina", "lower_hand", of=hand)) is Forbidden
    opened.do("callum", "lower_hand", of=hand)
    assert opened.refused("amara", "lower_hand", of=hand).code == "hand_not_up"
    opened.do("amara", "lower_hand", of=up(opened, "callum"))
    assert states(opened) == ["down", "down"]


def test_hand_is_up_once(opened: Sitting) -> None:
    hand = up(opened, "callum")
    assert opened.refused("callum", "raise_hand").code == "hand_already_up"
    opened.do("amara", "give_word", of=hand)
    assert opened.refused("callum", "raise_hand").code == "hand_already_up"


def test_readiness_is_said_for_a_stage_and_counts_in_no_other(opened: Sitting) -> None:
    opened.do("beth", "say_ready", ready=True)
    started = opened.views("meeting")[0]["stage_started_at"]
    assert [view["stage_started_at"] for view in opened.views("readiness")] == [started]
    refusal = opened.refused("beth", "say_ready", ready=True)
    assert (type(refusal), refusal.code) == (Conflict, "readiness_already_said")
    with clock.fixed(NOW + timedelta(minutes=10)):
        opened.do("amara", "set_stage", stage="decisions")
        assert opened.views("readiness")[0]["stage_started_at"] == started
        opened.refused("beth", "say_ready", ready=False)
        opened.do("beth", "say_ready", ready=True)
        opened.do("beth", "say_ready", ready=False)
    assert [(view["ready"], view["version"]) for view in opened.views("readiness")] == [(False, 3)]
