"""Reading exported files as somebody would who looks for a text in them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.exports.reading import every_byte, everything_read

FORMATS = ("pdf", "docx", "xlsx", "csv", "json", "ics", "txt")


def files_of(folder: Path, agency: str) -> list[Path]:
    return [folder / f"{agency}.{name}" for name in FORMATS]


def text_of(file: Path) -> str:
    """Everything that can be read in a file, white space apart."""
    return squeezed(everything_read(file.suffix.removeprefix("."), file.read_bytes()))


def squeezed(text: str) -> str:
    """Without white space, which a page's lines and columns may add or take away."""
    return "".join(text.split())


def check_exports(folder: Path, expect: Mapping[str, Any], invited: Sequence[str]) -> None:
    """Every format for everybody invited and no other file; each text where it must be, and nowhere it must not."""
    wanted = {file for agency in invited for file in files_of(folder, agency)}
    assert set(folder.iterdir()) == wanted
    texts = {file: text_of(file) for file in wanted}
    for forbidden in expect.get("in_no_export", ()):
        for file, text in texts.items():
            assert squeezed(forbidden) not in text, f"{forbidden!r} is in {file.name}"
            bare = every_byte(file.suffix.removeprefix("."), file.read_bytes())
            assert forbidden.encode() not in bare, f"{forbidden!r} is in {file.name}"
    for agency, phrases in expect.get("in_export_of", {}).items():
        for phrase in phrases:
            for file in files_of(folder, agency):
                assert squeezed(phrase) in texts[file], f"{phrase!r} is missing from {file.name}"
    for agency, phrases in expect.get("not_in_export_of", {}).items():
        for phrase in phrases:
            for file in files_of(folder, agency):
                assert squeezed(phrase) not in texts[file], f"{phrase!r} is in {file.name}"


def as_printed(expected: Any) -> Any:
    """What YAML read, as JSON would print it."""
    return json.loads(json.dumps(expected, default=date.isoformat))
