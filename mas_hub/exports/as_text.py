"""An export as plain text, made for pasting into the free-text box of a record system.

Such a box may hold only so much: `limit` says how many characters. What does not fit is cut between two words, and the
last line says what is missing.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from mas_hub.exports.characters import has_codes, visible
from mas_hub.exports.outline import Block, outline, texts_in
from mas_hub.exports.parts import Document
from mas_hub.exports.words import Words

LEAST, MOST = 500, 1_000_000
_NAMED_AT_MOST = 4

# What a block is called where it had to be left out, and its text.
Part = tuple[str, str]


def write(document: Document, limit: int | None = None) -> bytes:
    """UTF-8, lines ended by a line feed. `limit` counts as systems do that count strictest: see `size`."""
    words = Words(document)
    parts = list(text_parts(words))
    whole = _joined(parts)
    fits = limit is None or size(whole) <= limit
    return ((whole if fits else _cut(words, parts, whole, limit or 0)) + "\n").encode("utf-8")


def size(text: str) -> int:
    """In UTF-16 units, with two for a line's end: no system counts more."""
    return sum(_width(character) for character in text)


def text_parts(words: Words) -> Iterable[Part]:
    """The document's blocks as text, each with the name by which a reader would ask for it."""
    content = outline(words)
    if any(map(has_codes, texts_in(content))):
        content["notes"].append(words.say("codes_note"))
    facts = "\n".join(f"{label}: {text}" for label, text in content["facts"])
    above = (
        content["classification"],
        f"{content['heading']}\n{content['partnership']}\n{content['agency']}",
        facts,
        content["record"],
        *content["changes"],
        *content["notes"],
    )
    yield content["heading"], visible("\n\n".join(above))
    section = content["heading"]
    for block in content["blocks"]:
        if block["kind"] == "heading":
            section = block["text"]
        yield block.get("name", section), visible(_text(block))


def _text(block: Block) -> str:
    match block["kind"]:
        case "heading":
            return str(block["text"]).upper()
        case "facts":
            return _labelled(block["parts"])
        case "table":
            return "\n".join(map(_row, block["rows"]))
        case "list":
            return "\n".join(f"- {line}" for line in block["lines"])
        case "decision":
            stands = "\n".join(map(_row, block["stands"]["rows"]))
            return "\n".join(
                (block["name"], block["text"], _labelled(block["parts"]), f"{block['stands_name']}:", stands)
            )
        case "reflection":
            return f"{block['name']}\n{block['text']}"
        case "voice":
            return f"{block['by']}: {block['text']}"
        case _:
            return str(block["text"])


def _labelled(parts: Iterable[Part]) -> str:
    return "\n".join(f"{label}: {text}" for label, text in parts)


def _row(cells: list[str]) -> str:
    first, *others = cells
    return f"{first}: {' – '.join(cell for cell in others if cell)}"


def _joined(parts: Iterable[Part]) -> str:
    return "\n\n".join(text for _, text in parts)


def _width(character: str) -> int:
    return 2 if character == "\n" or character > "\uffff" else 1


def _cut(words: Words, parts: list[Part], whole: str, limit: int) -> str:
    """As many whole words as leave room for saying what is missing."""
    sizes = list(accumulate(map(_width, whole)))
    room = limit
    while True:
        kept = _whole_words(whole, bisect_right(sizes, max(room, 0)))
        said = f"{kept}\n\n{_left_out(words, parts, len(kept), limit)}"
        over = size(said) - limit
        if over <= 0 or not kept:
            return said
        room -= over


def _whole_words(text: str, end: int) -> str:
    """The first `end` characters, without the word that would be cut in two."""
    kept = text[:end]
    if end < len(text) and not text[end].isspace():
        kept = kept[: max(map(kept.rfind, " \n\t")) + 1]
    return kept.rstrip()


def _left_out(words: Words, parts: list[Part], kept: int, limit: int) -> str:
    begins = 0
    missing: list[str] = []
    for name, text in parts:
        ends = begins + len(text)
        if kept < ends:
            called = words.say("text_in_part", what=visible(name)) if begins < kept else visible(name)
            if called not in missing and words.say("text_in_part", what=visible(name)) not in missing:
                missing.append(called)
        begins = ends + len("\n\n")
    more = len(missing) - _NAMED_AT_MOST
    if more > 0:
        missing = [*missing[:_NAMED_AT_MOST], words.say("text_and_more", number=more)]
    return words.say("text_left_out", limit=limit, what="; ".join(missing))
