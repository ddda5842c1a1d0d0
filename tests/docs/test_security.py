"""What the documents on security name as proof is there, and each rule that is silenced says why."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(\w[\w/.-]*/[\w.-]+\.(?:py|ts|svelte|txt))`")
VERDICTS = {"met", "partly", "not met", "**not met**", "operator", "n/a"}
PROOF = re.compile(r"`[\w./-]*test_?[\w./-]*`|`\w+/`|security rules|no test of its own|\]\(")
FOLDERS = ("", "tests", "mas_hub", "frontend")


@pytest.mark.parametrize("document", ["security", "asvs"])
def test_every_file_that_is_named_exists(document: str) -> None:
    named = NAMED.findall((ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8"))
    assert len(named) > 50
    lost = {name for name in named if not any((ROOT / folder / name).is_file() for folder in FOLDERS)}
    assert lost == set()


def rows() -> list[list[str]]:
    """The table's rows, each with the title of its section before it."""
    found: list[list[str]] = []
    section = ""
    for line in (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line
        elif line.startswith("| ") and not line.startswith("| requirement"):
            found.append([section, *(cell.strip() for cell in line.strip().strip("|").split("|"))])
    return found


def test_each_row_of_asvs_has_a_verdict_and_what_is_met_says_by_which_test() -> None:
    assert len(rows()) > 150
    assert [row for row in rows() if len(row) != 5 or row[2] not in VERDICTS] == []
    in_one_file = "## V9 and V10"  # which names it once
    unproven = [row[1] for row in rows() if row[2] == "met" and not PROOF.search(row[3] + row[4])]
    assert [
        name for name in unproven if not any(row[1] == name and row[0].startswith(in_one_file) for row in rows())
    ] == []


def test_no_security_rule_is_silenced_without_a_reason() -> None:
    """For the product itself and its migrations; what tests are made of is left to them in pyproject.toml."""
    silenced = [
        line.strip()
        for folder in ("mas_hub", "migrations")
        for file in (ROOT / folder).rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(r"noqa(?!: [A-RT-Z])", line)
    ]
    assert [line for line in silenced if not re.search(r"noqa: S\d+ \(.+\)$", line)] == []
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in ruff["select"]
    assert not [rule for rule in ruff["ignore"] if rule.startswith("S1") or rule == "S"]
    spared = {
        where for where, rules in ruff["per-file-ignores"].items() if any(re.match(r"S\d*$", rule) for rule in rules)
    }
    assert spared == {"tests/**", "docs/examples/**"}
