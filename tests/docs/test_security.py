"""What the documents on security name as proof is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(\w[\w/.-]*/[\w.-]+\.(?:py|ts|svelte|txt))`")
FOLDERS = ("", "tests", "mas_hub", "frontend")


@pytest.mark.parametrize("document", ["security", "asvs"])
def test_every_file_that_is_named_exists(document: str) -> None:
    named = NAMED.findall((ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8"))
    assert len(named) > 50
    lost = {name for name in named if not any((ROOT / folder / name).is_file() for folder in FOLDERS)}
    assert lost == set()
