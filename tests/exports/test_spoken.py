"""In which language something was written: the documents tell it as the pages do."""

import json
import re
from pathlib import Path

import pytest

from mas_hub.exports import spoken

PAGES = Path(__file__).parents[2] / "frontend/src/i18n"


@pytest.mark.parametrize(("text", "language"), json.loads((PAGES / "spoken.cases.json").read_text(encoding="utf-8")))
def test_the_documents_tell_it_as_the_pages_do(text: str, language: str | None) -> None:
    assert spoken.language_of(text) == language


def test_by_the_same_words() -> None:
    listed = re.findall(r"words\(`([^`]+)`\)", (PAGES / "spoken.ts").read_text(encoding="utf-8"))
    assert [set(each.split()) for each in listed] == [spoken._SMALL["en"], spoken._SMALL["cy"], spoken._UNSURE]
