"""`mas-hub replay`: one JSON object on stdout and nothing else, sentences on stderr, and the exit code."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mas_hub import db
from mas_hub.cli import main
from mas_hub.replay.reading import read_file
from tests.replay.taken_away import as_printed, check_exports

SCENARIOS = Path(__file__).parent.parent / "scenarios"
DEMO = Path(str(files("mas_hub.replay"))) / "scenarios" / "neglect-and-drift.yaml"
COMMAND = Path(sys.executable).parent / "mas-hub"
OPEN = SCENARIOS / "left-open.yaml"


@pytest.fixture
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The command's own folder, so that what it leaves behind can be seen."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAS_HUB_DATA", str(tmp_path / "data"))
    yield tmp_path
    db.close()


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["replay", *map(str, words)])


@pytest.mark.parametrize("name", ["neglect-and-drift", "strange-texts"])
def test_command_prints_what_is_expected_and_writes_every_export(name: str, in_a_folder: Path) -> None:
    scenario = next(path for path in (DEMO, SCENARIOS / f"{name}.yaml") if path.stem == name)
    done = subprocess.run(
        [COMMAND, "replay", scenario, "--json", "--exports", "out"], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    expect = as_printed(read_file(scenario).data["expect"])
    about_exports = {key: expect.pop(key) for key in list(expect) if "export" in key}
    assert json.loads(done.stdout) == expect
    check_exports(in_a_folder / "out", about_exports, expect["duty_to_record"])
    assert [path.name for path in in_a_folder.iterdir()] == ["out"]


def test_people_are_told_how_it_went(in_a_folder: Path) -> None:
    done = run(OPEN, "--exports", "out")
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        f"Replaying {OPEN}.",
        "All 8 acts went as the file says.",
        "14 exported files are in out.",
    ]
    assert json.loads(done.stdout)["decisions_owned"] == {"csc": ["k1"], "asc": []}


def test_with_json_nothing_is_told_of_what_went_well(in_a_folder: Path) -> None:
    done = run(OPEN, "--json")
    assert (done.exit_code, done.stderr, done.stdout.count("\n")) == (0, "", 1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("text: \"Rest.\"", 'text: ""', "agree_decision by pia was refused. This decision cannot be agreed yet. "
         "Complete what is missing. text: Say what will be done."),
        ("of: k1}", "of: k1, refused: so}", "agree_decision by pia was done, and should have been refused."),
    ],
)  # fmt: skip
def test_act_that_did_not_go_as_said_is_told_and_fails(old: str, new: str, said: str, in_a_folder: Path) -> None:
    content = OPEN.read_text(encoding="utf-8").replace(old, new)
    Path("spoilt.yaml").write_text(content, encoding="utf-8")
    done = run("spoilt.yaml", "--json")
    assert done.exit_code == 1
    line = next(number for number, each in enumerate(content.splitlines(), 1) if "agree_decision" in each)
    assert done.stderr == f"spoilt.yaml, line {line}: {said}\n"
    assert "threshold_levels_at_close" in json.loads(done.stdout)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("nation: england", "nation: mars", 2, "`partnership.nation` is `mars`. Possible are england, wales."),
        ("[emotional_impact]", "[]", 13, "The meeting cannot be opened yet. Complete the plan first. "
         "criteria: Say why this case is discussed: choose at least one criterion."),
        (", {agency: asc, participants: [rob]}", "", 16, "The meeting cannot be opened yet. Complete the plan first. "
         "invited: Invite at least two agencies. representatives: Name a representative for at least one agency."),
        ("milestones:", "milestones: [&m {kind: report, date: 2026-01-01}, *m]", 10, "Some answers need another look. "
         "Correct what is marked and send it again. milestones.1.kind: This milestone is listed twice with the same "
         "date. Remove one of them."),
    ],
    ids=["shape", "no criteria", "one agency", "a milestone twice"],
)  # fmt: skip
def test_file_that_cannot_be_replayed_is_refused(old: str, new: str, line: int, said: str, in_a_folder: Path) -> None:
    content = OPEN.read_text(encoding="utf-8")
    assert old in content
    Path("spoilt.yaml").write_text(content.replace(old, new), encoding="utf-8")
    done = run("spoilt.yaml", "--json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"mas-hub: spoilt.yaml, line {line}: {said}\n"


def test_database_is_migrated_once_and_refused_with_content(in_a_folder: Path) -> None:
    url = "sqlite:///kept.sqlite"
    assert run(OPEN, "--json", "--database", url).exit_code == 0
    again = run(OPEN, "--json", "--database", url)
    assert (again.exit_code, again.stdout) == (2, "")
    assert again.stderr == "mas-hub: This database has content. Replay and restore need an empty one.\n"
    checked = CliRunner().invoke(main, ["verify-log", "--database", url])
    assert (checked.exit_code, checked.stdout) == (0, "The log is intact.\n")


def test_migrated_database_without_content_is_used(in_a_folder: Path) -> None:
    db.configure("sqlite:///empty.sqlite")
    db.upgrade()
    assert run(OPEN, "--json", "--database", "sqlite:///empty.sqlite").exit_code == 0


def test_database_of_something_else_is_left_alone(in_a_folder: Path) -> None:
    with sqlite3.connect("theirs.sqlite") as theirs:
        theirs.execute("create table recipes (name text)")
        theirs.execute("insert into recipes values ('bara brith')")
    theirs.close()
    before = shutil.copy("theirs.sqlite", "before.sqlite")
    done = run(OPEN, "--database", "sqlite:///theirs.sqlite")
    assert done.exit_code == 2
    db.close()
    with sqlite3.connect("theirs.sqlite") as theirs, sqlite3.connect(before) as copy:
        assert list(theirs.iterdump()) == list(copy.iterdump())
    theirs.close()
    copy.close()


@pytest.mark.parametrize(
    "words",
    [
        ("nowhere.yaml",),
        (OPEN, "--database", "not a url"),
        (OPEN, "--database", "sqlite:////nowhere/at/all.sqlite"),
        (OPEN, "--database", "oracle://nobody@nowhere/x"),
        (OPEN, "--exports", "a-file/out"),
    ],
    ids=["no file", "no url", "no folder", "another kind of database", "no place for exports"],
)
def test_what_cannot_be_used_is_said_in_one_line(words: tuple[str | Path, ...], in_a_folder: Path) -> None:
    Path("a-file").touch()
    done = run(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("mas-hub: ")


def test_a_full_disk_is_said_in_a_sentence_and_leaves_no_half_file(in_a_folder: Path) -> None:
    full = in_a_folder / "out" / "csc.docx"
    full.parent.mkdir()
    full.symlink_to("/dev/full")
    done = run(OPEN, "--exports", "out")
    assert done.exit_code == 2
    assert "out/csc.docx cannot be used (No space left on device)." in done.stderr
    assert "Traceback" not in done.stderr
    assert not full.is_symlink()
