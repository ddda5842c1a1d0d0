"""The fonts that documents are set in, shipped beside this module, and which characters they can show.

PDF/UA refuses a character without a glyph, so what no font has is written as its code instead of being lost.
"""

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

from mas_hub.exports.characters import DIRECTION, code

FOLDER = Path(__file__).parent / "fonts"
FAMILIES = ("Noto Sans", "Noto Sans Arabic")

_UNBROKEN = re.compile(r"(\S{40})(?=\S{8})")
_PLAIN = frozenset(map(chr, (0x0A, *range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x180))))
_INVISIBLE = frozenset("\n\u200b\u200c\u200d\u200e\u200f\ufeff\ufe0e\ufe0f\u00ad")


def showable(text: str, *, latin_only: bool = False) -> str:
    """`text` with what cannot be shown written as `[U+1F600]`, and with places where an endless word may break.

    `latin_only`: for the rare text whose characters each have a glyph but not together in one font.
    """
    known = _PLAIN if latin_only else covered()
    lines = text.replace("\r\n", "\n").replace("\t", "    ")
    shown = "".join(_shown(character, known) for character in lines)
    return _UNBROKEN.sub("\\1\u200b", shown)


def has_hidden(text: str) -> bool:
    """Whether `showable` would write some of it as codes."""
    known = covered()
    return any(character > "~" and _shown(character, known) != character for character in text)


def _shown(character: str, known: frozenset[str]) -> str:
    if character in known and character not in DIRECTION:
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    return code(character)


@cache
def covered() -> frozenset[str]:
    """Every character that has a glyph in both weights, or needs none."""
    return (_characters("Regular") & _characters("Bold")) | _INVISIBLE


def _characters(weight: str) -> frozenset[str]:
    found: set[str] = set()
    for family in FAMILIES:
        file = FOLDER / f"{family.replace(' ', '')}-{weight}.ttf"
        found |= {chr(code) for code in _code_points(file.read_bytes())}
    return frozenset(character for character in found if unicodedata.category(character) not in ("Cc", "Cs", "Cn"))


def _code_points(font: bytes) -> set[int]:
    """The code points of a TrueType font's `cmap` of format 4 (the basic plane, all that is shipped)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    cmap = next(
        offset
        for tag, _, offset, _ in (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(tables))
        if tag == b"cmap"
    )
    codes: set[int] = set()
    for index in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        (start,) = struct.unpack_from(">I", font, cmap + 8 + 8 * index)
        if struct.unpack_from(">H", font, cmap + start)[0] == 4:
            codes |= _format_4(font, cmap + start)
    return codes


def _format_4(font: bytes, at: int) -> set[int]:
    (twice,) = struct.unpack_from(">H", font, at + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + twice)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code < 0xFFFF}
