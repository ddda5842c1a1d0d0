"""One English word, one Welsh word: the most important words of a meeting are the same wherever they are read."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import mas_hub

ROOT = Path(mas_hub.__path__[0]).parent
CATALOGUES = (ROOT / "mas_hub/language", ROOT / "frontend/src/i18n")

# What is said in English, and the Welsh word for it, without a beginning that mutates.
GLOSSARY = {
    "multi-agency": "amlasiantaethol",
    "supervision": "oruchwyli",
    "adults? at risk": "oedol(?:yn|ion) sy'n wynebu risg",
    "partnership": "artneriaeth",
    "facilitators?": "wylusydd|wyluswyr",
    "representatives?": "ynrychiol",
    "advisers?": "ynghor",
    "observers?": "arsylw",
    "recorders?": "ofnod(?:ydd|wyr)",
    "administrators?": "weinydd",
    "assurance leads?": "arwein(?:ydd|wyr) sicrwydd",
    "thresholds?": "rothwy",
    "disagreements?": "anghytundeb",
    "escalat(?:ed?|ion)": "uwchgyfeir",
    "drift": "lithriad",
    "reflections?": "yfyrdod",
    "decisions?": "enderfyn",
    "milestones?": "arreg filltir|errig milltir",
    "ground rules": "eolau sylfaenol",
    "wellbeing notes?": "n(?:odyn|odiadau) lles",
    "receipts?": "erbyn(?:neb|ebau)",
    "record systems?": "system gofnodi\\b|systemau cofnodi\\b",
    "immediate risk": "erygl uniongyrchol",
    "SMART": r"CAMPUS \(SMART\)",
    "second factor": "ail ffactor",
    "passkeys?": "allweddi? mynediad",
}


@cache
def texts() -> tuple[tuple[str, str, str], ...]:
    """(key, English, Welsh) of every text, the page's and the server's."""
    return tuple(_texts())


def _texts() -> Iterator[tuple[str, str, str]]:
    for catalogue in CATALOGUES:
        for file in sorted((catalogue / "en").glob("*.json")):
            english = json.loads(file.read_text(encoding="utf-8"))
            welsh = json.loads((catalogue / "cy" / file.name).read_text(encoding="utf-8"))
            yield from ((f"{file.stem}.{key}", text, welsh[key]) for key, text in english.items())


@pytest.mark.parametrize("word", sorted(GLOSSARY))
def test_one_english_word_is_one_welsh_word(word: str) -> None:
    said = re.compile(rf"\b{word}\b", re.IGNORECASE)
    wanted = re.compile(GLOSSARY[word], re.IGNORECASE)
    assert any(said.search(english) for _, english, _ in texts())
    assert [key for key, english, welsh in texts() if said.search(english) and not wanted.search(welsh)] == []


def test_apostrophes_are_written_in_one_way() -> None:
    assert [key for key, english, welsh in texts() if "\u2019" in english + welsh] == []
