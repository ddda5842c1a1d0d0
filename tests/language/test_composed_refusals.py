"""Codes that are put together, or handed on in a mapping, have their texts too."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import mas_hub
from mas_hub.access.permissions import Can
from mas_hub.cases.rules import COMES_AFTER
from mas_hub.decisions.rules import missing_parts
from mas_hub.language import LANGUAGES, catalogue
from mas_hub.meetings.rules import still_needed

ROOMS = Path(mas_hub.__path__[0])
BEGINNING = re.compile(r"[a-z]+_(?:[a-z]+_)*")
STATES = ("planned", "open", "closed", "cancelled")
EVERYTHING_MISSING = missing_parts(
    text="", measure="", responsible="", owner=None, due=None, reflects_child="", today=date(2026, 9, 21)
)
EVERYTHING_NEEDED = still_needed(
    criteria=(), criteria_other="", scheduled=False, invited=0, representatives=0, left=True
)

# Every beginning of a code that is put together, with all that can follow it.
COMPOSED: dict[str, tuple[str, ...]] = {
    "may_not_": tuple(permission.value for permission in Can),
    "meeting_is_": STATES,
    "decision_is_": ("agreed", "withdrawn"),
    "disagreement_is_": ("resolved", "escalated"),
    "milestone_before_": tuple({kind for before in COMES_AFTER.values() for kind in before}),
    "missing_": (*EVERYTHING_MISSING, "due_in_past"),
    "link_": ("used", "expired", "withdrawn", "early", "meeting_over"),
    "agency_has_left_": ("to", "accept"),
    "needed_": (*EVERYTHING_NEEDED, "criteria_other"),
}
ENDINGS_OF_A_CONNECTION = ("signed_out", "seat_removed")


def sources() -> Iterator[Path]:
    yield from (file for file in ROOMS.rglob("*.py") if file.parent.name not in ("exports", "replay", "web"))


def beginnings(source: str) -> Iterator[str]:
    """`meeting_is_` in f"meeting_is_{state}"."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr) and len(node.values) == 2 and isinstance(node.values[0], ast.Constant):
            first = str(node.values[0].value)
            if BEGINNING.fullmatch(first):
                yield first


def handed_on(source: str) -> Iterator[str]:
    """The codes in `return {"field": "code"}` and `missing["field"] = "code"`."""
    for node in ast.walk(ast.parse(source)):
        values: list[ast.expr] = []
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Dict):
            values = node.value.values
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            values = [node.value]
        yield from (
            str(each.value) for each in values if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )


def test_every_code_that_is_put_together_is_known_here() -> None:
    found = {beginning for file in sources() for beginning in beginnings(file.read_text(encoding="utf-8"))}
    assert found == set(COMPOSED)


@pytest.mark.parametrize("beginning", sorted(COMPOSED))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_is_put_together_has_a_text(beginning: str, language: str) -> None:
    wanted = {f"refusals.{beginning}{ending}" for ending in COMPOSED[beginning]}
    assert wanted - set(catalogue(language)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_rules_and_actions_hand_on_has_a_text(language: str) -> None:
    found = {
        f"refusals.{code}"
        for name in ("rules.py", "actions.py")
        for file in ROOMS.rglob(name)
        for code in handed_on(file.read_text(encoding="utf-8"))
    }
    assert "refusals.next_meeting_needed" in found
    assert found - set(catalogue(language)) == set()


@pytest.mark.parametrize("reason", ENDINGS_OF_A_CONNECTION)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_end_of_a_connection_is_explained(reason: str, language: str) -> None:
    assert f"refusals.{reason}" in catalogue(language)
