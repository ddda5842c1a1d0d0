"""Words that only some may see are looked for in everything that everybody else is answered."""

import logging
import re
from collections.abc import Sequence
from typing import Any

import pytest

from mas_hub.exports.formats import FORMATS
from tests.asking import NOBODY, Doors
from tests.doors.taken import A_REQUIREMENT, path_of
from tests.doors.test_every_route import WHO_GETS_IN
from tests.sitting import GROUND_RULES, PEOPLE, SEATED, SMART, Sitting, everything

THE_SAME_FOR_ALL = (
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
    "GET /api/openapi.json",
    "GET /api/reference",
    "GET /assets/<name>",
)
READABLE = sorted(route for route in WHO_GETS_IN if route.startswith("GET") and route not in THE_SAME_FOR_ALL)
WITH_CONTENT = (
    "GET /api/home",
    "GET /api/meetings/<>",
    "GET /api/meetings/<>/board",
    "GET /api/meetings/<>/exports/<>",
)
RECEIPTS = ("GET /api/home", "GET /api/meetings/<>/receipts", "GET /api/meetings/<>/exports/<>")
EVERYBODY = (*PEOPLE, NOBODY)
NOT_OURS = ("ines", "freya", "hugo", "kit", NOBODY)


def answers(doors: Doors, who: str, routes: Sequence[str]) -> str:
    """Everything that `who` gets from these routes, of both meetings."""
    asked = {path_of(route, meeting)[1] for route in routes for meeting in (1, 2)}
    return "\n".join(doors.ask(who, "GET", path).get_data(as_text=True) for path in sorted(asked))


def said(doors: Doors, who: str, routes: Sequence[str]) -> set[str]:
    return set(re.findall(r"canary-[a-z-]+", answers(doors, who, routes)))


def say_everything(sitting: Sitting) -> None:
    """One canary in every text of every kind of thing on our board, and some on theirs."""
    ids = sitting.agencies
    decision = {**SMART, "text": "canary-decision", "rationale": "canary-rationale", "responsible": "canary-role"}
    for who, act, data in (
        ("callum", "add_threshold_position", {"level": 4, "evidence": "canary-evidence"}),
        ("dina", "raise_disagreement", {"about": "canary-disagreement", "between": [ids["csc"], ids["police"]]}),
        ("dina", "add_reflection", {"prompt": "wellbeing", "text": "canary-wellbeing"}),
        ("dina", "add_reflection", {"prompt": "analysis", "text": "canary-analysis"}),
        ("beth", "propose_decision", {**decision, "owner": ids["csc"]}),
    ):
        sitting.do(who, act, **data)
    theirs = sitting.other_meeting_id
    sitting.do_in(theirs, "hugo", "add_reflection", prompt="analysis", text="canary-theirs")


ON_THE_BOARD = {
    f"canary-{what}" for what in ("evidence", "disagreement", "wellbeing", "analysis", "decision", "rationale", "role")
}


def test_seats_read_their_own_board_whole_and_nobody_else_a_word_of_it(doors: Doors) -> None:
    say_everything(doors.sitting)
    for who in EVERYBODY:
        if who in ("freya", "hugo", "kit"):
            expected = {"canary-theirs"}
        elif who in SEATED and who != "dora":
            expected = ON_THE_BOARD
        else:
            expected = set()
        assert (who, said(doors, who, READABLE)) == (who, expected)


def test_wellbeing_is_in_nobody_s_answer_after_closing_nor_in_the_database(doors: Doors) -> None:
    say_everything(doors.sitting)
    doors.sitting.do("amara", "close_meeting", no_next_meeting_because="Not needed.")
    for who in EVERYBODY:
        assert "canary-wellbeing" not in said(doors, who, WITH_CONTENT)
    assert "canary-wellbeing" not in str(everything())


def test_planned_meeting_is_known_to_its_seats_alone(doors: Doors) -> None:
    doors.stage("planned")
    for who in EVERYBODY:
        found = answers(doors, who, WITH_CONTENT)
        assert (who, "FS-2291" in found) == (who, who in SEATED)
        assert (who, "FS-7777" in found) == (who, who in ("freya", "hugo", "kit"))


def test_prepared_chronology_is_read_by_its_own_agency_alone_until_the_meeting_opens(doors: Doors) -> None:
    sitting = doors.stage("planned")
    event = {"began": "2026-03-02", "ended": None, "what": "canary-what", "source": "canary-source"}
    path = f"/api/meetings/{sitting.meeting_id}/chronology"
    assert doors.ask("dina", "POST", path, event).status_code == 200
    for who in EVERYBODY:
        expected = {"canary-what", "canary-source"} if who in ("dina", "dora") else set()
        assert (who, said(doors, who, READABLE)) == (who, expected)
    refused = doors.ask("beth", "PUT", f"{path}/1", {**event, "version": 1})
    assert (refused.status_code, "canary" in refused.get_data(as_text=True)) == (404, False)
    sitting.do("amara", "open_meeting")
    sitting.do("olu", "accept_ground_rules", version=GROUND_RULES)
    for who in EVERYBODY:
        expected = {"canary-what", "canary-source"} if who == "olu" else set()
        assert (who, said(doors, who, READABLE)) == (who, expected)


def test_prepared_requirement_is_read_by_its_own_agency_alone_until_the_meeting_opens(doors: Doors) -> None:
    sitting = doors.stage("planned")
    said_of_it = {
        "kind": "visit",
        "what": "canary-law",
        "basis": "canary-basis",
        "child": "seen",
        "seen_by": "canary-who",
    }
    path = f"/api/meetings/{sitting.meeting_id}/requirements"
    assert doors.ask("dina", "POST", path, said_of_it).status_code == 200
    canaries = {"canary-law", "canary-basis", "canary-who"}
    for who in EVERYBODY:
        expected = canaries if who in ("dina", "dora") else set()
        assert (who, said(doors, who, READABLE)) == (who, expected)
    whole = {**A_REQUIREMENT, **said_of_it, "version": 1}
    refused = doors.ask("beth", "PUT", f"{path}/1", whole)
    assert (refused.status_code, "canary" in refused.get_data(as_text=True)) == (404, False)
    sitting.do("amara", "open_meeting")
    sitting.do("olu", "accept_ground_rules", version=GROUND_RULES)
    for who in EVERYBODY:
        assert (who, said(doors, who, READABLE)) == (who, canaries if who == "olu" else set())


def test_one_agency_s_receipt_is_read_by_that_agency_and_the_chair(doors: Doors) -> None:
    sitting = doors.stage("closed")
    for who in ("beth", "dina", "sian"):
        receipt = {"recorded": False, "why_not": f"canary-{who}"}
        assert doors.ask(who, "POST", f"/api/meetings/{sitting.meeting_id}/receipt", receipt).status_code == 200
    for who, expected in {
        "amara": {"canary-beth", "canary-dina", "canary-sian"},
        "beth": {"canary-beth"},
        "dina": {"canary-dina"},
        "dora": {"canary-dina"},
        "rhys": {"canary-dina"},
        "callum": set[str](),
        "sian": {"canary-sian"},
        "arun": set[str](),
        "olu": set[str](),
    }.items():
        assert (who, said(doors, who, RECEIPTS)) == (who, expected)


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_export_is_always_of_one_s_own_agency(doors: Doors, kind: str) -> None:
    """However the address is turned, nobody reaches another agency's: there is nothing in it to turn."""
    sitting = doors.stage("closed")
    own = doors.ask("dina", "GET", f"/api/meetings/{sitting.meeting_id}/exports/{kind}")
    assert own.status_code == 200
    for query in (f"agency={sitting.agencies['csc']}", f"agency_id={sitting.agencies['csc']}", "seat=2", "as=beth"):
        answer = doors.ask("dina", "GET", f"/api/meetings/{sitting.meeting_id}/exports/{kind}?{query}")
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")
    for who in NOT_OURS[:-1]:
        assert doors.ask(who, "GET", f"/api/meetings/{sitting.meeting_id}/exports/{kind}").status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {"prompt": "analysis", "text": "canary-kept"},
        {"prompt": "canary-prompt", "text": "canary-refused"},
        {"prompt": "analysis", "text": "canary-null\x00"},
        {"prompt": "analysis", "text": "canary-half\ud800"},
        {"canary-field": "canary-value"},
        {"prompt": "analysis", "text": "canary-long" * 1000},
    ],
    ids=str,
)
def test_no_log_line_and_no_refusal_repeats_what_was_said(
    doors: Doors, data: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = doors.act("beth", doors.sitting.meeting_id, "add_reflection", data)
    assert "canary" not in caplog.text
    if answer.status_code != 200:
        named = re.findall(r"canary-[a-z]+", answer.get_data(as_text=True))
        assert set(named) <= {"canary-field"}


def test_audit_holds_no_words_of_the_meeting(doors: Doors) -> None:
    say_everything(doors.sitting)
    for kind in ("csv", "json"):
        doors.ask("beth", "GET", f"/api/meetings/{doors.sitting.meeting_id}/exports/{kind}")
    audit = {name: rows for name, rows in everything().items() if "audit" in name}
    assert "export_taken" in str(audit)
    assert "canary" not in str(audit)


def test_hidden_position_is_read_by_its_own_agency_alone_until_it_is_revealed(doors: Doors) -> None:
    sitting = doors.sitting
    sitting.do("amara", "hide_positions")
    sitting.do("callum", "add_threshold_position", level=4, evidence="canary-hidden", would_change_view="canary-mind")
    sitting.do("beth", "move_threshold_position", **sitting.moving("position", level=4, evidence="canary-moved"))
    hidden = {"callum": {"canary-hidden", "canary-mind"}, "beth": {"canary-moved"}}
    for who in EVERYBODY:
        assert (who, said(doors, who, READABLE)) == (who, hidden.get(who, set()))
    doors.act("beth", sitting.meeting_id, "add_threshold_position", {"level": 1, "evidence": "x"})
    for who, act, data in (
        ("amara", "close_meeting", {"no_next_meeting_because": "Not needed."}),
        ("dina", "move_threshold_position", {"level": 4, "evidence": "x", "version": 2}),
    ):
        answer = doors.act(who, sitting.meeting_id, act, data)
        assert answer.status_code >= 400
        assert "canary" not in answer.get_data(as_text=True)
    sitting.do("amara", "reveal_positions")
    for who in SEATED:
        if who != "dora":
            assert said(doors, who, ("GET /api/meetings/<>/board",)) == {"canary-hidden", "canary-mind", "canary-moved"}


def test_what_is_told_in_private_is_in_nobody_else_s_answers(doors: Doors) -> None:
    sitting = doors.sitting
    point = sitting.do("callum", "raise_private_point", text="canary-point", sharing="unnamed")[0].subject
    point = sitting.do(
        "amara", "answer_private_point", of=point["id"], version=point["version"], answer="canary-answer"
    )[0].subject
    sitting.do("callum", "state_capacity", level="over", words="canary-capacity")
    private = {
        "amara": {"canary-point", "canary-answer", "canary-capacity"},
        "callum": {"canary-point", "canary-answer", "canary-capacity"},
    }
    for who in EVERYBODY:
        assert (who, said(doors, who, READABLE)) == (who, private.get(who, set()))
    for who in EVERYBODY:
        assert not said(doors, who, ("GET /api/home", "GET /api/meetings/<>", "GET /api/meetings/<>/exports/<>"))
    for who in ("beth", "dina", "arun"):
        for act, data in (("answer_private_point", {"answer": "x"}), ("take_back_private_point", {})):
            answer = doors.act(who, sitting.meeting_id, act, {"of": point["id"], "version": 1, **data})
            assert (answer.status_code, "canary" in answer.get_data(as_text=True)) == (404, False)
    sitting.do("amara", "share_private_point", of=point["id"], version=point["version"])
    for who in SEATED:
        if who not in ("dora", "amara", "callum"):
            assert said(doors, who, READABLE) == {"canary-point"}
            assert not said(doors, who, ("GET /api/meetings/<>/exports/<>",))
    sitting.do("amara", "close_meeting", no_next_meeting_because="Not needed.")
    for who in EVERYBODY:
        assert not said(doors, who, ("GET /api/home", "GET /api/meetings/<>", "GET /api/meetings/<>/exports/<>"))
