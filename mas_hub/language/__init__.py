"""The English and Welsh catalogues for what the server itself writes: refusals, exports, e-mails.

A text's key is its file's name, a dot, and its key in the file: `refusals.not_smart`. The refusals are spread over
several files, by room: `refusals_meetings.json` counts to `refusals.` too.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "cy")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All of one language's texts by key."""
    texts: dict[str, str] = {}
    for file in files(__name__).joinpath(language).iterdir():
        if file.name.endswith(".json"):
            name = file.name.removesuffix(".json")
            room = "refusals" if name.startswith("refusals_") else name
            entries: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
            texts.update({f"{room}.{key}": value for key, value in entries.items()})
    return texts


def text(key: str, language: str, **params: str | int) -> str:
    """The text under `key`, its blanks filled from `params`. An unknown language reads English."""
    return catalogue(language if language in LANGUAGES else "en")[key].format(**params)


def named(name: Mapping[str, str | None], language: str) -> str:
    """A `{en, cy}` name in `language`, or in the other one where it has none."""
    first, second = ("cy", "en") if language == "cy" else ("en", "cy")
    return name.get(first) or name.get(second) or ""
