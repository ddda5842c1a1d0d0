"""A table of figures, labelled in both languages: the same for the page and for the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mas_hub.assurance.rules import Cell
from mas_hub.language import LANGUAGES, text

Label = Mapping[str, str | None]


@dataclass(frozen=True)
class Row:
    key: str
    label: Label | date
    """A date is the first day of a month."""
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """`rows_are`: what the first column names. `source`: whose words ask for it. `exact`: it says nothing of a case.
    `of_people`: it counts people at work, not meetings, so that few meetings are no reason to withhold it."""

    key: str
    rows_are: str
    columns: Sequence[str]
    rows: Sequence[Row]
    exact: bool = False
    of_people: bool = False
    withheld: bool = False

    def of_too_few(self) -> "Table":
        """The table as it is shown for too few meetings: no counts, not even zero, and not who was invited. What says
        nothing about cases stays as it is."""
        if self.exact or self.of_people:
            return self
        rows = [] if self.rows_are == "agency" else [replace(row, cells=[None] * len(row.cells)) for row in self.rows]
        return replace(self, rows=rows, withheld=True)

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "title": said(f"table.{self.key}"),
            "source": said(f"source.{self.key}"),
            "rows_are": said(f"rows.{self.rows_are}"),
            "columns": [{"key": each, "title": said(f"column.{each}")} for each in self.columns],
            "rows": [
                {
                    "key": row.key,
                    "month": row.label.isoformat()[:7] if isinstance(row.label, date) else None,
                    "label": None if isinstance(row.label, date) else dict(row.label),
                    "cells": list(row.cells),
                }
                for row in self.rows
            ],
            "exact": self.exact,
        }


def said(key: str, **params: str | int) -> dict[str, str | None]:
    return {language: text(f"assurance.{key}", language, **params) for language in LANGUAGES}


def measures(key: str, counts: Mapping[str, Cell], *, exact: bool = False) -> Table:
    """One row for each measure, with one count."""
    rows = [Row(name, said(f"measure.{key}.{name}"), [cell]) for name, cell in counts.items()]
    return Table(key, "measure", ["count"], rows, exact=exact)
