"""An export as an Excel workbook of one sheet: the rows of the CSV as text cells, none of which can be calculated."""

from mas_hub.exports.characters import visible
from mas_hub.exports.parts import Document
from mas_hub.exports.rows import headings, rows
from mas_hub.exports.sheets import Sheet, write_book
from mas_hub.exports.words import Words

CELL_HOLDS = 32_767
_WIDE = frozenset({"text", "measure", "reflects", "rationale", "answers", "sources", "family", "voice", "network"})


def write(document: Document) -> bytes:
    words = Words(document)
    columns = headings(words)
    sheet = Sheet(
        name=words.say("sheet"),
        columns=[(heading, 48 if name in _WIDE else 18) for name, heading in columns.items()],
        rows=[[fitting(visible(row.get(name, "")), words) for name in columns] for row in rows(words)],
        head=(words.say("classification"), document.meeting.reference),
    )
    return write_book(f"{words.title()} – {document.meeting.reference}", document.made_at, [sheet])


def fitting(cell: str, words: Words) -> str:
    """What a cell can hold. Only what several people said for the child, or of who is involved, could be longer."""
    if len(cell) <= CELL_HOLDS:
        return cell
    note = words.say("cell_cut")
    head, _, _ = cell[: CELL_HOLDS - len(note) - 1].rpartition(" ")
    return f"{head} {note}"
