"""The figures as a file, written to the audit before it leaves."""

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import SQLAlchemyError

from mas_hub.access.actor import Actor
from mas_hub.access.permissions import Can, require
from mas_hub.assurance.queries import tables
from mas_hub.assurance.rules import FEW, FEWEST, NONE, Cell
from mas_hub.assurance.tables import Table
from mas_hub.audit.actions import record
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Unavailable
from mas_hub.exports.as_csv import safe
from mas_hub.language import named, text


@dataclass(frozen=True)
class Figures:
    content: bytes
    file_name: str


def take_figures(actor: Actor, *, first: date, last: date, agency_id: int | None, language: str) -> Figures:
    """Counted in a snapshot; the audit row, with the file's SHA-256, is committed before anything leaves.

    Opens its own transactions. `Unavailable` when it cannot be noted.
    """
    require(actor, Can.READ_FIGURES)
    with snapshot() as session:
        found = tables(session, first=first, last=last, agency_id=agency_id)
    content = as_csv(found, language)
    months = f"{first.isoformat()[:7]}-{last.isoformat()[:7]}"
    digest = hashlib.sha256(content).hexdigest()
    try:
        with transaction() as session:
            record(
                session, actor, "figures_taken", sha256=digest, months=months, of_agency=agency_id, language=language
            )
    except SQLAlchemyError:
        raise Unavailable("audit_unavailable") from None
    return Figures(content, f"mas-hub-figures-{months}.csv")


def as_csv(found: list[Table], language: str) -> bytes:
    """One line a figure. UTF-8 with a byte-order mark and CRLF, as Excel wants it; no cell begins a formula."""
    file = io.StringIO()
    sheet = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    sheet.writerow(safe(text(f"assurance.file.{each}", language)) for each in ("table", "row", "figure", "value"))
    for table in found:
        title = text(f"assurance.table.{table.key}", language)
        for row in table.rows:
            label = row.label.isoformat()[:7] if isinstance(row.label, date) else named(row.label, language)
            for column, cell in zip(table.columns, row.cells, strict=True):
                line = (title, label, text(f"assurance.column.{column}", language), _in_words(cell, language))
                sheet.writerow(safe(each) for each in line)
    return file.getvalue().encode("utf-8-sig")


def _in_words(cell: Cell, language: str) -> str:
    if cell is None:
        return text("assurance.cell.too_few", language)
    if isinstance(cell, bool):
        return text(f"assurance.cell.{'yes' if cell else 'no'}", language)
    if cell in (FEW, NONE):
        return text(f"assurance.cell.{cell}", language, fewest=FEWEST)
    return str(cell)
