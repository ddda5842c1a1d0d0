"""The longest texts that are taken, one character more, and how they come out of an export."""

from pathlib import Path

import pytest

from mas_hub import db, meeting_log
from mas_hub.meetings.subjects import views_of
from mas_hub.replay.checking import read_scenario
from mas_hub.replay.run import Replay, replay, write_exports
from tests.replay.taken_away import FORMATS, squeezed, text_of

LEFT_OPEN = Path(__file__).parent.parent / "scenarios" / "left-open.yaml"
LONGEST = 8_000


def run_with(rest: str, database: Path) -> Replay:
    """The scenario that is left open, with another text for "Rest."."""
    file = database.parent / "long.yaml"
    file.write_text(LEFT_OPEN.read_text(encoding="utf-8").replace("Rest.", rest), encoding="utf-8")
    meeting_log.configure_key(database.parent / "key")
    return replay(read_scenario(file))


@pytest.mark.parametrize("rest", ["word " * 1_599 + "ended", "x" * LONGEST, "🧸" * LONGEST, "\u00e9" * LONGEST])
def test_longest_text_is_kept_whole_and_comes_out_whole(rest: str, database: Path, tmp_path: Path) -> None:
    assert len(rest) == LONGEST
    outcome = run_with(rest, database)
    assert outcome.failures == []
    with db.snapshot() as session:
        assert views_of(session, outcome.cast.meeting_id)["decision"][0]["text"] == rest
    write_exports(outcome, tmp_path / "out")
    for name in FORMATS[1:]:
        assert squeezed(rest) in text_of(tmp_path / "out" / f"csc.{name}")
    assert (tmp_path / "out" / "csc.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("rest", ["x" * (LONGEST + 1), "x y" * (LONGEST // 3 + 1)])
def test_one_character_more_is_refused_by_the_act(rest: str, database: Path) -> None:
    outcome = run_with(rest, database)
    proposing, agreeing = outcome.failures
    assert "propose_decision by rob was refused." in proposing
    assert proposing.endswith("text: Shorten this. Characters allowed: 8000.")
    assert "agree_decision by pia was refused. This entry is not on the board of this meeting." in agreeing


def test_white_space_around_a_text_does_not_count(database: Path) -> None:
    outcome = run_with(" " * 500 + "x" * LONGEST + "\\n" * 500, database)
    assert outcome.failures == []
