"""The pages' own words, read from the frontend's catalogues: tests look for what people see, however it is worded."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).parents[2] / "frontend/src/i18n"
PLACE = re.compile(r"\{(\w+)\}")


@cache
def catalogue(language: str) -> dict[str, str]:
    """Every text of the pages by its key, `area.key in its file`."""
    texts = {}
    for file in (CATALOGUES / language).glob("*.json"):
        for key, text in json.loads(file.read_text(encoding="utf-8")).items():
            texts[f"{file.stem}.{key}"] = text
    return texts


def say(key: str, language: str = "en", **params: object) -> str:
    """The text of `key`, with each `{param}` filled in; fails when one is left over."""
    text = PLACE.sub(lambda found: str(params[found[1]]), catalogue(language)[key])
    assert text.strip(), f"{key} has no text in {language}"
    return text


def say_any(key: str, language: str = "en") -> re.Pattern[str]:
    """The text of `key` whatever is filled in."""
    parts = PLACE.split(catalogue(language)[key])
    return re.compile(".+".join(re.escape(part) for part in parts[::2]))


def keys_in(text: str) -> set[str]:
    """What looks like a key that nobody translated."""
    areas = "|".join(sorted({re.escape(key.split(".")[0]) for key in catalogue("en")}))
    return {found[0] for found in re.finditer(rf"\b(?:{areas})\.[a-z_]+(?:\.[a-z_]+)*\b", text)}


def english_only() -> Iterator[str]:
    """English texts that stand on no Welsh page: whole ones that Welsh says in other words."""
    welsh = set(catalogue("cy").values())
    for key, text in catalogue("en").items():
        if key == "common.language.own_name":
            continue
        if len(text) > 4 and not PLACE.search(text) and text not in welsh:
            yield text
