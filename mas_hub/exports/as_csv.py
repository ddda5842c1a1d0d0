"""An export as a spreadsheet's text. UTF-8 with a byte-order mark and CRLF, as Excel wants it.

No cell can be taken for a formula.
"""

import csv
import io

from mas_hub.exports.parts import Document
from mas_hub.exports.rows import headings, rows
from mas_hub.exports.words import Words

_STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def write(document: Document) -> bytes:
    words = Words(document)
    columns = headings(words)
    file = io.StringIO()
    sheet = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    sheet.writerow(safe(heading) for heading in columns.values())
    for row in rows(words):
        sheet.writerow(safe(row.get(name, "")) for name in columns)
    return file.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """A cell that no spreadsheet calculates: an apostrophe before what would begin a formula."""
    return f"'{cell}" if is_formula(cell) else cell


def is_formula(cell: str) -> bool:
    """Whether some spreadsheet would calculate this where it is typed, or read from a file without types."""
    return cell.startswith(_STARTS_A_FORMULA) or cell.lstrip().startswith(_STARTS_A_FORMULA)
