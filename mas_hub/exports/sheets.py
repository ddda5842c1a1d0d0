"""A workbook of sheets whose cells are text, none of which can be calculated."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from xlsxwriter import Workbook

from mas_hub.exports.as_csv import is_formula
from mas_hub.exports.characters import visible

_FONT = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}


@dataclass(frozen=True)
class Sheet:
    """`columns`: each heading and how wide it is. `head`: what is printed above each page, left and right."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[str]]
    head: tuple[str, str]


def write_book(title: str, made_at: datetime, sheets: Iterable[Sheet]) -> bytes:
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as workbook:
        created = made_at.astimezone(UTC).replace(tzinfo=None)
        workbook.set_properties({"title": visible(title), "created": created})
        head = workbook.add_format({**_FONT, "bold": True, "bg_color": "#DDE4EE", "bottom": 1})
        plain = workbook.add_format(_FONT)
        # An apostrophe that is no part of the text: it stays text even when somebody edits the cell.
        quoted = workbook.add_format({**_FONT, "quote_prefix": True})
        for each in sheets:
            sheet = workbook.add_worksheet(each.name)
            for column, (heading, width) in enumerate(each.columns):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, visible(heading), head)
            last = 0
            for last, row in enumerate(each.rows, start=1):
                for column, cell in enumerate(row):
                    sheet.write_string(last, column, cell, quoted if is_formula(cell) else plain)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, last, len(each.columns) - 1)
            sheet.set_landscape()
            sheet.repeat_rows(0)
            sheet.fit_to_pages(1, 0)
            sheet.set_header("&L{}&R{}".format(*map(_printed, each.head)))
    return file.getvalue()


def _printed(text: str) -> str:
    """For a page's header, where `&` begins a command."""
    return visible(text).replace("&", "&&")[:100]
