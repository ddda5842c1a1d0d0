"""Who is involved with the child goes into each agency's files, the same to all (S1, S2; row 23)."""

import pytest

from mas_hub.exports.formats import FORMATS
from mas_hub.language import text
from tests.exports.made_up import CSC, HEALTH, document, views
from tests.exports.reading import read
from tests.replay.taken_away import squeezed

WRITTEN = sorted(FORMATS.keys() - {"ics"})


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("purpose", ["decision_making", "reflective"])
def test_it_is_in_every_document(name: str, purpose: str) -> None:
    taken = squeezed(read(name, document(HEALTH, of=views(purpose=purpose))))
    for said in (
        "Health visitor",
        "Each month.",
        "Beck Surgery",
        "GP",
        "Made-up protocol for surgeries",
        "Social worker",
    ):
        assert squeezed(said) in taken
    assert "CANARY" not in taken


def test_agencies_come_as_they_were_invited_and_services_beyond_the_table_last() -> None:
    assert [(each.agency.id, each.service) for each in document(HEALTH).network] == [
        (CSC, ""),
        (HEALTH, ""),
        (CSC, "Beck Surgery"),
    ]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_that_nobody_said_it_is_said(language: str) -> None:
    taken = document(HEALTH, of={**views(), "involvement": []}, language=language)
    assert squeezed(text("exports.none_network", language)) in squeezed(read("txt", taken))
