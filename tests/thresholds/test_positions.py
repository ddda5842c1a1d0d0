import pytest

from mas_hub import clock
from mas_hub.errors import Conflict, Invalid
from tests.sitting import NOW, Sitting


def test_position_stands_with_its_evidence_for_the_agency_of_who_stated_it(opened: Sitting) -> None:
    entry = opened.do(
        "callum",
        "add_threshold_position",
        level=4,
        evidence="Two centiles.",
        would_change_view="Two weights on centile.",
    )[0]
    assert entry.kind == "threshold_position_added"
    position = opened.views("threshold_position")[-1]
    assert position == entry.subject
    assert (position["agency_id"], position["level"]) == (opened.agencies["health"], 4)
    assert position["would_change_view"] == "Two weights on centile."
    assert position["history"] == []
    assert position["by"] == {"person_id": opened.people["callum"], "agency_id": opened.agencies["health"]}


def test_second_standing_position_of_an_agency_is_refused_with_the_first(opened: Sitting) -> None:
    refusal = opened.refused("beth", "add_threshold_position", level=2, evidence="Again.")
    assert (type(refusal), refusal.code) == (Conflict, "position_already_stated")
    assert refusal.current == opened.view("position")


def test_colleague_of_the_same_agency_moves_its_position_and_the_history_keeps_where_it_stood(opened: Sitting) -> None:
    first = opened.do("dina", "add_threshold_position", level=3, evidence="Two callouts.", would_change_view="A third.")
    opened.do("dora", "accept_ground_rules", version="2026-2")
    refusal = opened.refused("dora", "add_threshold_position", level=1, evidence="Ours already stands.")
    assert refusal.code == "position_already_stated"
    with clock.fixed(NOW.replace(hour=14)):
        moved = opened.do("dora", "move_threshold_position", level=4, evidence="A third callout.", version=1)[0].subject
    assert moved["history"] == [{"level": 3, "evidence": "Two callouts.", "at": first[0].subject["changed_at"]}]
    assert (moved["level"], moved["evidence"], moved["version"]) == (4, "A third callout.", 2)
    assert moved["would_change_view"] == "A third."
    assert moved["changed_at"] == "2026-09-21T13:30:00.000000Z"
    assert moved["by"]["person_id"] == opened.people["dora"]


def test_history_is_oldest_first(opened: Sitting) -> None:
    for level in (4, 2, 1):
        opened.do("beth", "move_threshold_position", **opened.moving("position", level=level, evidence=f"Now {level}."))
    assert [before["level"] for before in opened.view("position")["history"]] == [3, 4, 2]


def test_move_made_on_an_older_position_is_refused_with_the_newer(opened: Sitting) -> None:
    old = opened.view("position")["version"]
    opened.do("beth", "move_threshold_position", level=4, evidence="Newer.", version=old)
    refusal = opened.refused("beth", "move_threshold_position", level=2, evidence="Older.", version=old)
    assert (refusal.code, refusal.current) == ("stale", opened.view("position"))
    assert opened.refused("beth", "withdraw_threshold_position", reason="Older.", version=old).code == "stale"


def test_after_a_withdrawal_nothing_stands_and_a_new_one_may_be_made(opened: Sitting) -> None:
    opened.do("beth", "withdraw_threshold_position", **opened.moving("position", reason="Not ours to say."))
    withdrawn = opened.view("position")
    assert (withdrawn["withdrawn"], withdrawn["withdrawn_because"]) == (True, "Not ours to say.")
    for act, data in (("move", {"level": 1, "evidence": "x"}), ("withdraw", {"reason": "x"})):
        refusal = opened.refused("beth", f"{act}_threshold_position", version=2, **data)
        assert refusal.code == "no_standing_position"
    opened.do("beth", "add_threshold_position", level=2, evidence="A fresh look.")
    assert [view["withdrawn"] for view in opened.views("threshold_position")] == [True, False]


def test_chair_never_speaks_for_an_agency(opened: Sitting) -> None:
    version = opened.view("position")["version"]
    for act, data in (
        ("add", {"level": 1, "evidence": "x"}),
        ("move", {"level": 1, "evidence": "x", "version": version}),
        ("withdraw", {"reason": "x", "version": version}),
    ):
        assert opened.refused("amara", f"{act}_threshold_position", **data).code == "may_not_state_position"


@pytest.mark.parametrize(
    ("data", "field", "code"),
    [
        ({"level": 5, "evidence": "x"}, "level", "no_such_level"),
        ({"level": 0, "evidence": "x"}, "level", "no_such_level"),
        ({"level": "3", "evidence": "x"}, "level", "not_a_number"),
        ({"level": 3.0, "evidence": "x"}, "level", "not_a_number"),
        ({"level": True, "evidence": "x"}, "level", "not_a_number"),
        ({"level": 3}, "evidence", "required"),
        ({"level": 3, "evidence": "  \n "}, "evidence", "required"),
        ({"level": 3, "evidence": "x\x00"}, "evidence", "control_characters"),
        ({"level": 3, "evidence": "\ud800"}, "evidence", "control_characters"),
        ({"level": 3, "evidence": "x", "agency_id": 2}, "agency_id", "unknown_field"),
    ],
)
def test_position_that_cannot_be_one_says_which_field(
    opened: Sitting, data: dict[str, object], field: str, code: str
) -> None:
    refusal = opened.refused("callum", "add_threshold_position", **data)
    assert (type(refusal), refusal.fields) == (Invalid, {field: code})


def test_evidence_of_exactly_the_longest_length_is_kept_and_one_more_is_not(opened: Sitting) -> None:
    refusal = opened.refused("callum", "add_threshold_position", level=3, evidence="x" * 8001)
    assert refusal.fields == {"evidence": ("too_long", {"max": 8000})}
    kept = opened.do("callum", "add_threshold_position", level=3, evidence="x" * 8000)[0].subject
    assert len(kept["evidence"]) == 8000
