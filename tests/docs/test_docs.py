"""The documents say what is there: links lead somewhere, settings and commands are the real ones, and all of it is the
project's own, whichever machine it is read on."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mas_hub.cli import main

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
OPERATORS = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^)\s]+)\)")
SETTING = re.compile(r"MAS_HUB_[A-Z_]+")
ELSEWHERE = re.compile(r"^(?:https?|mailto):")

# Spelt in halves, or this file would name them.
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.\-])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "ho" + r"me/\w+")) + ")/|"
    r"\b(?:files\.pytho" + r"nhosted|registry\.npm" + r"js)\b"
)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(document: Path) -> set[str]:
    """What a link may name after `#`: each heading, as hosts of Markdown write it."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_and_picture_leads_somewhere(document: Path) -> None:
    lost = []
    for link in LINK.findall(document.read_text(encoding="utf-8")):
        if ELSEWHERE.match(link):
            continue
        file, _, anchor = link.partition("#")
        target = (document.parent / file).resolve() if file else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_every_picture_is_shown() -> None:
    shown = "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    pictures = [picture.name for picture in (ROOT / "docs" / "images").glob("*")]
    assert [name for name in pictures if f"images/{name})" not in shown] == []


def test_the_settings_are_the_documented_ones() -> None:
    settings = set(SETTING.findall((ROOT / "mas_hub" / "config.py").read_text(encoding="utf-8")))
    assert set(SETTING.findall(OPERATORS)) == {name for name in settings if not name.endswith("_")}


def commands(group: click.Group, path: str = "mas-hub") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(main))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert command in OPERATORS


def printed_commands() -> Iterator[tuple[str, list[str]]]:
    """Each `mas-hub` command that a document prints to be typed, as its words."""
    for document in DOCUMENTS:
        blocks = re.findall(r"^```(\w*)\n(.*?)^```", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        for block in (block for written_in, block in blocks if not written_in):
            for line in block.replace("\\\n", " ").splitlines():
                words = [word for word in shlex.split(line, comments=True) if not SETTING.match(word)]
                if words[:1] == ["mas-hub"]:
                    yield f"{named(document)}: {line.strip()}", words


@pytest.mark.parametrize(
    ("line", "words"), list(printed_commands()), ids=lambda value: value if type(value) is str else ""
)
def test_a_printed_command_can_be_typed(line: str, words: list[str]) -> None:
    command = next((COMMANDS[path] for path in COMMANDS if words[: len(path.split())] == path.split()), None)
    assert command is not None, f"there is no such command: {line}"
    options = {option for each in command.params for option in each.opts}
    assert {word for word in words if word.startswith("--")} <= options


def tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [name for name in listed.stdout.split("\0") if name]


def test_no_file_names_a_machine_or_a_registry() -> None:
    """What is pinned is pinned by its hash; where it comes from is for the machine that installs it to say."""
    found = []
    for name in tracked_files():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a font, a picture; a file just being removed
        found += [f"{name}: {match.group()}" for match in OF_ONE_MACHINE.finditer(text)]
    assert found == []
