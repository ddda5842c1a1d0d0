"""An operator lays local values over the practice profile, and takes them away again."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

import mas_hub.rooms  # noqa: F401 (every room registers its tables)
from mas_hub import db
from mas_hub.cli import main
from mas_hub.identity.partnership import create_partnership


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAS_HUB_DATA", str(tmp_path))
    db.configure(f"sqlite:///{tmp_path / 'mas_hub.sqlite'}")
    db.upgrade()
    with db.transaction() as session:
        create_partnership(session, name={"en": "Fellshire"}, nation="england")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["practice", *words])


def conference_clock() -> tuple[int, str]:
    shown = yaml.safe_load(run("show").stdout)
    clock = next(each for each in shown["clocks"] if each["key"] == "initial_conference")
    return clock["amount"], clock["jurisdiction"]


def local_values(folder: Path, text: str) -> str:
    file = folder / "local.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_local_value_is_in_force_until_it_is_taken_away(data: Path) -> None:
    assert conference_clock()[0] == 15
    file = local_values(data, "clocks: {initial_conference: {amount: 12, source: Local procedures, as_of: 2026-10-01}}")
    assert run("override", file).exit_code == 0
    assert conference_clock() == (12, "local")
    assert run("override", "--none").exit_code == 0
    assert conference_clock()[0] == 15


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("clocks: {initial_conference: {amount: 12}}", "source"),
        ("clocks: [", "not YAML"),
        ("- a list", "mapping"),
    ],
)
def test_values_that_cannot_be_used_are_refused_and_change_nothing(data: Path, text: str, said: str) -> None:
    refused = run("override", local_values(data, text))
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert conference_clock()[0] == 15


def test_neither_a_file_nor_none_is_asked_for(data: Path) -> None:
    assert run("override").exit_code == 2
