"""How it stands with the person's mental capacity goes with the decisions into each agency's files (S1; row 49)."""

from typing import Any

import pytest

from mas_hub.exports.formats import FORMATS
from mas_hub.language import text
from tests.exports.made_up import HEALTH, document, views
from tests.exports.reading import read
from tests.replay.taken_away import squeezed

WRITTEN = sorted(FORMATS.keys() - {"ics"})
"""Diary dates say when, and nothing of the person."""


def of_somebody_who_lacks_it() -> Any:
    said = views()
    said["meeting"][0]["case"] |= {"capacity": "lacks", "capacity_words": "Where to live: an advocate speaks."}
    return said


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_it_is_in_every_document(name: str, language: str) -> None:
    taken = squeezed(read(name, document(HEALTH, of=of_somebody_who_lacks_it(), language=language)))
    assert squeezed("Where to live: an advocate speaks.") in taken
    assert squeezed("lacks" if name == "json" else text("exports.capacity_lacks", language)) in taken


def test_nothing_is_said_of_it_where_nothing_was() -> None:
    taken = document(HEALTH)
    assert text("exports.label_capacity", "en") not in read("txt", taken)
    assert (taken.case.capacity, taken.case.capacity_words) == ("", "")
