"""What is nested deeper than anything of ours is refused where it is read, at whatever depth."""

import json
from pathlib import Path
from typing import Any

import pytest

from mas_hub.backup.streams import Source, compressed, lines_in
from mas_hub.checkpoints.lines import read
from mas_hub.identity.oidc import _json
from mas_hub.identity.outside import NotBelieved
from mas_hub.nesting import DEEPEST, loads
from mas_hub.retention.listed import unknown_lines


def deep(levels: int, of: str = "[]") -> str:
    return of[0] * levels + of[-1] * levels


@pytest.mark.parametrize("levels", [DEEPEST + 2, 500, 995, 100_000])
def test_too_deep_is_no_json(levels: int) -> None:
    with pytest.raises(ValueError, match="nested too deep"):
        loads(deep(levels))


def test_as_deep_as_may_be_is_read() -> None:
    said: Any = json.loads(deep(DEEPEST + 1))
    assert loads(deep(DEEPEST + 1)) == said
    assert loads('{"a": [{"b": "' + "[" * 900 + '"}]}') == {"a": [{"b": "[" * 900}]}


@pytest.mark.parametrize("levels", [DEEPEST + 2, 995, 100_000])
def test_files_and_answers_of_others_that_are_too_deep_are_what_they_are(levels: int, tmp_path: Path) -> None:
    assert read(deep(levels).encode(), None).fault == "is no checkpoint"
    with pytest.raises(NotBelieved):
        _json(deep(levels).encode())
    listed = tmp_path / "purged.jsonl"
    listed.write_text(deep(levels) + "\n")
    assert unknown_lines(listed) == [1]


def test_a_backup_with_a_line_that_is_too_deep_is_damaged() -> None:
    said: Any = "x"
    for _ in range(300):
        said = [said]
    with pytest.raises(ValueError, match="nested too deep"):
        list(lines_in(Source(compressed([said]))))
