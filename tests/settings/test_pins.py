"""What is pinned is all that is needed, on each Python that the guide names: pip takes nothing besides with hashes."""

import re
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).parents[2]
PYTHONS = ("3.11.0", "3.11.2", "3.12.0", "3.13.0", "3.14.0")
"""The second is Debian 12's."""


@pytest.mark.parametrize("pins", ["requirements.txt", "requirements-dev.txt"])
def test_what_is_pinned_needs_nothing_else(pins: str) -> None:
    pinned = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", (TOP / pins).read_text(), re.MULTILINE)}
    missing = {
        f"{each.name} on {python}: {said}"
        for each in distributions()
        if canonicalize_name(each.name) in pinned
        for said in each.requires or ()
        for python in PYTHONS
        if is_wanted(Requirement(said), python) and canonicalize_name(Requirement(said).name) not in pinned
    }
    assert missing == set()


def is_wanted(asked: Requirement, python: str) -> bool:
    there = {"python_full_version": python, "python_version": python.rpartition(".")[0], "extra": ""}
    return asked.marker is None or asked.marker.evaluate(there)
