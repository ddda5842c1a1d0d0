"""Every scenario comes to what was worked out for it by hand, and so does what each agency takes away."""

import json
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest

from mas_hub import db, meeting_log
from mas_hub.meetings.subjects import views_of
from mas_hub.replay.checking import read_scenario
from mas_hub.replay.run import Replay, replay, write_exports
from tests.replay.taken_away import FORMATS, as_printed, check_exports, text_of

ABOUT_EXPORTS = ("in_no_export", "in_export_of", "not_in_export_of")
MADE_UP = Path(__file__).parent.parent / "scenarios"
DEMO = Path(str(files("mas_hub.replay"))) / "scenarios" / "neglect-and-drift.yaml"
SCENARIOS = [DEMO, *sorted(MADE_UP.glob("*.yaml"))]


def run(file: Path, database: Path) -> Replay:
    meeting_log.configure_key(database.parent / "key")
    return replay(read_scenario(file))


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_scenario_comes_to_its_expectation(file: Path, database: Path, tmp_path: Path) -> None:
    outcome = run(file, database)
    assert outcome.failures == []
    expect = dict(as_printed(outcome.source.data["expect"]))
    about_exports = {name: expect.pop(name) for name in ABOUT_EXPORTS if name in expect}
    assert as_printed(outcome.results()) == expect

    folder = tmp_path / "in" / "a" / "folder"
    assert write_exports(outcome, folder) == len(FORMATS) * len(expect["duty_to_record"])
    check_exports(folder, about_exports, expect["duty_to_record"])

    with db.snapshot() as session:
        assert meeting_log.verify(session) == []


def test_there_are_scenarios_to_run() -> None:
    assert len(SCENARIOS) >= 9


def test_expectation_is_never_read(database: Path, tmp_path: Path) -> None:
    twisted = tmp_path / "twisted.yaml"
    text = DEMO.read_text(encoding="utf-8")
    twisted.write_text(
        text[: text.index("expect:")] + "expect: {drift: {c1: 1}, anything: [at all]}\n", encoding="utf-8"
    )
    outcome = run(twisted, database)
    assert outcome.failures == []
    assert outcome.results()["drift"]["c1"] == {"due": "2026-09-06", "calendar_days_late_on_meeting_day": 15}


def test_keys_are_the_same_however_their_accents_were_typed(database: Path, tmp_path: Path) -> None:
    """Some keyboards and file systems leave a letter and its accent apart; keys are named by acts in every field."""
    apart = tmp_path / "apart.yaml"
    written = (MADE_UP / "wales-adult-at-risk.yaml").read_text(encoding="utf-8").replace("heddlu", "heddlŵ")
    apart.write_text(unicodedata.normalize("NFD", written), encoding="utf-8")
    outcome = run(apart, database)
    assert outcome.failures == []
    assert outcome.results()["decisions_owned"]["heddlŵ"] == ["ymweld"]


def test_export_of_a_meeting_that_is_not_closed_is_interim(database: Path, tmp_path: Path) -> None:
    outcome = run(MADE_UP / "left-open.yaml", database)
    write_exports(outcome, tmp_path / "en")
    write_exports(outcome, tmp_path / "cy", "cy")
    assert json.loads((tmp_path / "en" / "csc.json").read_text(encoding="utf-8"))["interim"] is True
    assert "INTERIM" in text_of(tmp_path / "en" / "csc.pdf").upper()
    assert text_of(tmp_path / "en" / "csc.pdf") != text_of(tmp_path / "cy" / "csc.pdf")


def test_refused_act_leaves_no_trace(database: Path) -> None:
    outcome = run(MADE_UP / "refusals.yaml", database)
    done = sum(len(act["by"]) for act in outcome.source.data["acts"] if not act["refused"])
    with db.snapshot() as session:
        entries = meeting_log.entries_after(session, outcome.cast.meeting_id, "shared", 0)
        views = views_of(session, outcome.cast.meeting_id)
    people = {seat["person_id"] for seat in views["seat"]}
    acts_of_replay = 1 + len(people)  # it opens the meeting, and everybody accepts the ground rules
    assert len({entry.act_id for entry in entries}) == done + acts_of_replay
    assert [decision["text"] for decision in views["decision"]] == ["Decide on the referral."]


def test_lateness_is_that_of_the_meeting_day_in_britain(database: Path) -> None:
    outcome = run(MADE_UP / "wales-child.yaml", database)
    with db.snapshot() as session:
        meeting = views_of(session, outcome.cast.meeting_id)["meeting"][0]
    assert meeting["meeting_day"] == "2026-04-24"


def test_a_day_that_does_not_go_as_planned_is_in_the_record(database: Path) -> None:
    outcome = run(MADE_UP / "on-the-day.yaml", database)
    with db.snapshot() as session:
        views = views_of(session, outcome.cast.meeting_id)
    meeting, people = views["meeting"][0], outcome.cast.people
    assert (meeting["lawful_basis"], meeting["meeting_day"]) == ("public_task", "2026-09-28")
    assert (meeting["facilitator_id"], meeting["deputy_id"]) == (people["ann"], people["cat"])
    assert meeting["postponed_because"] == "The fire alarm."
    removed = [seat["person_id"] for seat in views["seat"] if seat["removed"]]
    assert removed == [people["bob"]]
    assert meeting["session_model"] == "peer"
    assert meeting["lawful_basis_note"] == "Children Act 2004, section 11."


def test_nothing_is_exported_of_a_meeting_that_is_off(database: Path, tmp_path: Path) -> None:
    outcome = run(MADE_UP / "called-off.yaml", database)
    assert write_exports(outcome, tmp_path / "out") == 0
    assert list((tmp_path / "out").iterdir()) == []
