import json
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from mas_hub.access.permissions import Can
from mas_hub.language import catalogue, text

BLANK = re.compile(r"\{(\w*)\}")
# Names and words that are the same in both languages.
SAME_IN_BOTH = frozenset(re.compile(r"[^\W\d_]{3,}").findall("CAMHS Cafcass Cymru mas_hub"))


def test_english_and_welsh_have_the_same_texts() -> None:
    assert set(catalogue("en")) == set(catalogue("cy"))


@pytest.mark.parametrize("key", sorted(catalogue("en")))
def test_welsh_has_the_same_blanks_and_is_welsh(key: str) -> None:
    english, welsh = catalogue("en")[key], catalogue("cy")[key]
    assert set(BLANK.findall(english)) == set(BLANK.findall(welsh))
    words = set(re.findall(r"[^\W\d_]{3,}", BLANK.sub("", english))) - SAME_IN_BOTH
    assert not words or english != welsh


def test_no_text_is_said_twice_in_the_files_of_one_language() -> None:
    for language in ("en", "cy"):
        keys: Counter[str] = Counter()
        for file in Path(str(files("mas_hub.language"))).joinpath(language).glob("*.json"):
            room = "refusals" if file.stem.startswith("refusals_") else file.stem
            keys.update(f"{room}.{key}" for key in json.loads(file.read_text(encoding="utf-8")))
        assert [key for key, times in keys.items() if times > 1] == []


def test_no_file_of_a_catalogue_has_one_key_twice() -> None:
    """The second would be shown for both."""
    pages = Path(__file__).parents[2] / "frontend/src/i18n"
    for folder in (Path(str(files("mas_hub.language"))), pages):
        for file in folder.glob("*/*.json"):
            pairs = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=list)
            assert [key for key, times in Counter(key for key, _ in pairs).items() if times > 1] == [], file


@pytest.mark.parametrize("permission", sorted(Can))
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_missing_permission_can_be_explained(permission: Can, language: str) -> None:
    assert text(f"refusals.may_not_{permission.value}", language).endswith(".")


def test_unknown_language_reads_english() -> None:
    assert text("refusals.required", "fr") == text("refusals.required", "en")
