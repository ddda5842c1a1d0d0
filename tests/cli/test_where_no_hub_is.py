"""A command that is given the wrong place says so in a sentence, and makes nothing of a hub there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mas_hub import db
from mas_hub.cli import main


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    db.close()


@pytest.mark.parametrize("words", [["verify-log"], ["verify-export", "a.pdf"], ["checkpoint", "points"]])
@pytest.mark.parametrize("there", [False, True], ids=["no folder", "an empty one"])
def test_it_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], *, there: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    folder = tmp_path / "hub"
    if there:
        folder.mkdir()
    said = CliRunner(env={"MAS_HUB_DATA": str(folder)}).invoke(main, words)
    assert (said.exit_code, said.stdout, type(said.exception)) == (2, "", SystemExit)
    [line] = said.stderr.splitlines()
    assert line.startswith("mas-hub: ")
    assert "database" in line or "no hub" in line
    assert not (folder / "key").exists()
