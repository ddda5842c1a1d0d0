"""Characters that are better seen: written as their code, `[U+202E]`, wherever a person reads them.

CSV and JSON alone hold every text exactly as it was written.
"""

import re

# They turn the writing's direction unseen and can make a text read as another one.
DIRECTION = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
# What no XML, and so no Word or Excel file, can hold; no schema lets it in.
_NOT_IN_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_SEEN = re.compile(f"[{_NOT_IN_XML}{''.join(sorted(DIRECTION))}]")


def code(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def visible(text: str) -> str:
    """`text` with what would hide or mislead written as its code. Lines end in a line feed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SEEN.sub(lambda found: code(found.group()), lines)


def has_codes(text: str) -> bool:
    """Whether `visible` would write some of it as codes."""
    return _SEEN.search(text.replace("\r", "\n")) is not None
