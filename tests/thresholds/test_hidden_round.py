"""Hide, then reveal: nobody but the agency itself learns where it stands before the round ends, by any way."""

from datetime import timedelta
from typing import Any

import pytest

from mas_hub import clock
from mas_hub.errors import Conflict
from tests.sitting import NOW, Sitting

EVERYBODY_ELSE = ("amara", "beth", "callum", "arun", "olu")


def begin(sitting: Sitting) -> None:
    sitting.do("amara", "hide_positions")


def round_of(sitting: Sitting) -> dict[str, object]:
    return sitting.views("position_round")[-1]


def test_position_goes_to_its_own_agency_and_everybody_sees_that_there_is_one(opened: Sitting) -> None:
    begin(opened)
    private, shared = opened.do("dina", "add_threshold_position", level=4, evidence="canary")
    assert (private.stream, private.kind) == (f"agency:{opened.agencies['police']}", "threshold_position_added")
    assert (shared.stream, shared.kind) == ("shared", "agency_placed")
    assert "canary" not in str(opened.log())
    assert round_of(opened)["placed"] == [opened.agencies["police"]]
    assert private.stream in opened.streams_of("dina") & opened.streams_of("rhys")
    for who in EVERYBODY_ELSE:
        assert private.stream not in opened.streams_of(who)


def test_position_already_on_the_board_is_seen_as_it_was_until_the_reveal(opened: Sitting) -> None:
    before = opened.view("position")
    begin(opened)
    opened.do("beth", "move_threshold_position", **opened.moving("position", level=4, evidence="canary"))
    assert opened.view("position") == before
    for who, evidence in (("beth", "canary"), ("amara", before["evidence"]), ("dina", before["evidence"])):
        seen = [view for view in opened.seen_by(who, "threshold_position") if view["id"] == before["id"]]
        assert (who, [view["evidence"] for view in seen]) == (who, [evidence])
    opened.do("amara", "reveal_positions")
    after = opened.view("position")
    assert (after["level"], after["evidence"], after["hidden"]) == (4, "canary", False)
    assert [each["level"] for each in after["history"]] == [3]


def test_reveal_shows_all_at_once_one_after_another_with_their_own_times(opened: Sitting) -> None:
    begin(opened)
    with clock.fixed(NOW + timedelta(minutes=3)):
        opened.do("dina", "add_threshold_position", level=4, evidence="Three callouts.")
    with clock.fixed(NOW + timedelta(minutes=5)):
        opened.do("callum", "add_threshold_position", level=2, evidence="Weight is steady.")
    with clock.fixed(NOW + timedelta(minutes=9)):
        entries = opened.do("amara", "reveal_positions")
    assert [entry.kind for entry in entries] == ["threshold_position_revealed"] * 2 + ["positions_revealed"]
    assert {entry.stream for entry in entries} == {"shared"}
    times = {view["level"]: view["added_at"] for view in opened.views("threshold_position")}
    assert times[4] == clock.iso(NOW + timedelta(minutes=3))
    assert times[2] == clock.iso(NOW + timedelta(minutes=5))
    assert round_of(opened)["revealed_at"] == clock.iso(NOW + timedelta(minutes=9))


def test_second_place_in_one_round_is_no_news_to_the_others(opened: Sitting) -> None:
    begin(opened)
    placed = opened.do("dina", "add_threshold_position", level=4, evidence="Three callouts.")[0].subject
    head = len(opened.log())
    entries = opened.do("dina", "move_threshold_position", level=3, evidence="Two.", version=placed["version"])
    assert [entry.stream for entry in entries] == [f"agency:{opened.agencies['police']}"]
    assert len(opened.log()) == head


def test_what_was_placed_and_taken_back_within_a_round_is_never_shown(opened: Sitting) -> None:
    begin(opened)
    placed = opened.do("dina", "add_threshold_position", level=4, evidence="canary")[0].subject
    opened.do("dina", "withdraw_threshold_position", reason="canary", version=placed["version"])
    assert round_of(opened)["placed"] == []
    opened.do("amara", "reveal_positions")
    assert "canary" not in str(opened.log())
    opened.do("dina", "add_threshold_position", level=1, evidence="In the open.")
    assert "In the open." in str(opened.log())


def test_position_withdrawn_in_a_round_goes_from_the_board_at_the_reveal(opened: Sitting) -> None:
    begin(opened)
    opened.do("beth", "withdraw_threshold_position", **opened.moving("position", reason="We think again."))
    assert not opened.view("position")["withdrawn"]
    opened.do("amara", "reveal_positions")
    assert opened.view("position")["withdrawn"]


def test_meeting_cannot_close_on_hidden_positions(opened: Sitting) -> None:
    begin(opened)
    refusal = opened.refused("amara", "close_meeting", no_next_meeting_because="Not needed.")
    assert (type(refusal), refusal.code) == (Conflict, "positions_still_hidden")
    opened.do("amara", "reveal_positions")
    opened.do("amara", "close_meeting", no_next_meeting_because="Not needed.")


def test_one_round_at_a_time_and_another_after_it(opened: Sitting) -> None:
    assert opened.refused("amara", "reveal_positions").code == "no_hidden_round"
    begin(opened)
    assert opened.refused("amara", "hide_positions").code == "positions_already_hidden"
    opened.do("amara", "reveal_positions")
    begin(opened)
    assert [view["state"] for view in opened.views("position_round")] == ["revealed", "hidden"]


@pytest.mark.parametrize("who", ["beth", "dina"])
def test_decision_answers_no_position_that_others_cannot_see(opened: Sitting, who: str) -> None:
    begin(opened)
    placed = opened.do("dina", "add_threshold_position", level=4, evidence="Three callouts.")[0].subject
    answers = [{"type": "threshold_position", "id": placed["id"]}]
    data = {"owner": opened.agencies["csc"], "involves": [], "text": "Meet.", "measure": "", "answers": answers}
    assert opened.refused(who, "propose_decision", **data)


def test_position_prepared_and_shared_in_a_round_is_hidden_like_any_other(opened: Sitting) -> None:
    prepared: dict[str, Any] = {
        "to_raise": "K. was seen.",
        "involved": "",
        "level": 4,
        "evidence": "canary",
        "ready": True,
    }
    preparation = opened.do("dina", "prepare", version=0, **prepared)[0].subject
    begin(opened)
    opened.do("dina", "share_preparation", version=preparation["version"])
    assert "canary" not in str(opened.log())
    assert round_of(opened)["placed"] == [opened.agencies["police"]]
