"""No refusal is raised whose text nobody wrote."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import mas_hub
from mas_hub import errors
from mas_hub.language import catalogue

REFUSALS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}


def codes_in(source: str) -> Iterator[str]:
    """The codes written out in `raise Conflict("stale")` and `Invalid(..., fields={"name": "required"})`."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        if name == "ValidationError":
            yield from (code.split(" ")[0] for code in constants(node.args[:1]))
        elif name in REFUSALS:
            yield from constants(node.args[:1])
            for keyword in node.keywords:
                if keyword.arg == "fields" and isinstance(keyword.value, ast.Dict):
                    yield from constants(keyword.value.values)


def constants(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("room", sorted(path.name for path in Path(mas_hub.__path__[0]).iterdir() if path.is_dir()))
def test_every_refusal_raised_has_a_text(room: str) -> None:
    written = {
        f"refusals.{code}"
        for file in (Path(mas_hub.__path__[0]) / room).rglob("*.py")
        for code in codes_in(file.read_text(encoding="utf-8"))
    }
    assert written - set(catalogue("en")) == set()
