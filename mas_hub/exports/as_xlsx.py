"""An export as an Excel workbook of one sheet: the rows of the CSV as text cells, none of which can be calculated."""

import io
from datetime import UTC

from xlsxwriter import Workbook

from mas_hub.exports.as_csv import is_formula
from mas_hub.exports.characters import visible
from mas_hub.exports.parts import Document
from mas_hub.exports.rows import headings, rows
from mas_hub.exports.words import Words

CELL_HOLDS = 32_767
_WIDE = frozenset({"text", "measure", "reflects", "rationale", "answers", "sources", "family", "voice"})
_FONT = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}


def write(document: Document) -> bytes:
    words = Words(document)
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties(
            {
                "title": visible(f"{words.title()} – {document.meeting.reference}"),
                "created": document.made_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        head = workbook.add_format({**_FONT, "bold": True, "bg_color": "#DDE4EE", "bottom": 1})
        plain = workbook.add_format(_FONT)
        # An apostrophe that is no part of the text: it stays text even when somebody edits the cell.
        quoted = workbook.add_format({**_FONT, "quote_prefix": True})
        sheet = workbook.add_worksheet(words.say("sheet"))
        columns = headings(words)
        for column, (name, heading) in enumerate(columns.items()):
            sheet.set_column(column, column, 48 if name in _WIDE else 18)
            sheet.write_string(0, column, visible(heading), head)
        last = 0
        for last, row in enumerate(rows(words), start=1):
            for column, name in enumerate(columns):
                cell = fitting(visible(row.get(name, "")), words)
                sheet.write_string(last, column, cell, quoted if is_formula(cell) else plain)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_printed(words.say('classification'))}&R{_printed(document.meeting.reference)}")
    return file.getvalue()


def fitting(cell: str, words: Words) -> str:
    """What a cell can hold. Only what several people said for the child could be longer."""
    if len(cell) <= CELL_HOLDS:
        return cell
    note = words.say("cell_cut")
    head, _, _ = cell[: CELL_HOLDS - len(note) - 1].rpartition(" ")
    return f"{head} {note}"


def _printed(text: str) -> str:
    """For a page's header, where `&` begins a command."""
    return visible(text).replace("&", "&&")[:100]
