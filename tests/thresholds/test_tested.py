"""A position tested: what speaks against it, and what it might overlook."""

from tests.sitting import Sitting


def test_agency_tests_its_own_view(opened: Sitting) -> None:
    view = opened.do(
        "dina", "add_threshold_position", level=4, evidence="Three callouts.", hypothesis="He drinks when paid.",
        evidence_against="None since July.",
    )[0].subject  # fmt: skip
    assert view["tested"] == {
        "hypothesis": "He drinks when paid.",
        "evidence_against": "None since July.",
        "proportionality": "",
        "identity": "",
        "trauma": "",
    }


def test_moving_keeps_what_is_not_said_anew_and_takes_away_what_is_emptied(opened: Sitting) -> None:
    first = opened.do("dina", "add_threshold_position", level=4, evidence="x", hypothesis="One.", trauma="A fire.")
    moved = opened.do(
        "dina", "move_threshold_position", level=3, evidence="y", version=first[0].subject["version"], trauma="",
        proportionality="We may overreact.",
    )[0].subject  # fmt: skip
    assert {name: words for name, words in moved["tested"].items() if words} == {
        "hypothesis": "One.",
        "proportionality": "We may overreact.",
    }


def test_what_an_agency_holds_against_its_view_is_hidden_with_it(opened: Sitting) -> None:
    opened.do("amara", "hide_positions")
    opened.do("dina", "add_threshold_position", level=4, evidence="x", evidence_against="canary")
    assert "canary" not in str(opened.log())
    opened.do("amara", "reveal_positions")
    assert opened.views("threshold_position")[-1]["tested"]["evidence_against"] == "canary"
