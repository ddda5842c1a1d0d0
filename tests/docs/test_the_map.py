"""Whoever opens the tree is told what is in it: the README's map has every room, the domain every row."""

import json
import re
import tomllib
from pathlib import Path

from mas_hub.evidence.rules import EVIDENCED_BY

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mas_hub"
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOMAIN = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")
REQUIREMENTS = json.loads((PACKAGE / "language" / "en" / "evidence.json").read_text(encoding="utf-8"))


def rooms() -> set[str]:
    modules = {file.stem for file in PACKAGE.glob("*.py")} - {"__init__"}
    return modules | {file.parent.name for file in PACKAGE.glob("*/__init__.py")}


def test_the_readme_has_every_room_above_those_that_it_imports() -> None:
    block = README.partition("```text\nmas_hub/\n")[2].partition("\nfrontend/src/")[0]
    mapped = [
        name
        for line in block.splitlines()
        for name in re.findall(r"(?:^  | )(\w+)(?:/|\.py)(?= )", line.split("  #")[0])
    ]
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = [re.findall(r"\w+", layer) for layer in linter["contracts"][0]["layers"]]
    level = {name: number for number, layer in enumerate(layers) for name in layer}
    assert sorted(mapped) == sorted(rooms())
    assert mapped == sorted(mapped, key=level.__getitem__)


def test_the_domain_has_each_requirement_and_the_rooms_that_meet_it() -> None:
    rows = [line.strip("| ").split(" | ") for line in DOMAIN.splitlines() if re.match(r"\| \d+ \|", line)]
    expected = [[str(row), standard, REQUIREMENTS[f"row.{row}"]] for row, (standard, _) in sorted(EVIDENCED_BY.items())]
    assert [row[:3] for row in rows] == expected
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row[4])} <= rooms()


def test_what_a_docstring_cites_is_there() -> None:
    lost = []
    for file in PACKAGE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        cited = re.findall(r"docs/decisions/\d{4}|docs/\w[\w-]*\.md", text)
        lost += [f"{file.name}: {name}" for name in cited if not list(ROOT.glob(f"{name}*"))]
        lost += [
            f"{file.name}: row {row}" for row in re.findall(r"\brows? (\d+)", text) if int(row) not in EVIDENCED_BY
        ]
    assert lost == []
