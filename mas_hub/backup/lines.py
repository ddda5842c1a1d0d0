"""Rows as lines of JSON and back, the same from either kind of database.

The first line says what this is, then each table is a line `{"table": name, "columns": [...]}` and a line for each
row, and the last line says how many rows each table had and the SHA-256 of them. A value that JSON has no word for is
an object of one key: `at` a moment in UTC, `on` a date, `of` what a JSON column holds.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Connection, MetaData, String, Table, select

FORMAT = 1
AT_A_TIME = 500
OF_THE_MOMENT = frozenset(
    {
        "sessions",
        "workers",
        "presence",
        "sign_in_links",
        "joining_links",
        "sign_in_steps",
        "provider_flows",
        "passkey_challenges",
    }
)
"""Tables left out: who is signed in and who is there, and links that are good once. What was ended or used since must
not come back."""
_NOT_OURS = frozenset({"alembic_version"})


def tables_of(connection: Connection) -> list[Table]:
    """The database's own tables as they are now, those that others refer to first."""
    found = MetaData()
    found.reflect(connection)
    for column in (column for table in found.tables.values() for column in table.columns):
        if isinstance(column.type, JSON):
            column.type = JSON(none_as_null=True)
    return [table for table in found.sorted_tables if table.name not in OF_THE_MOMENT | _NOT_OURS]


def columns_of(table: Table) -> list[Column[Any]]:
    """Sorted by name, because each database keeps its own order."""
    return sorted(table.columns, key=lambda column: column.name)


def rows_of(connection: Connection, table: Table) -> Iterator[list[Any]]:
    """Each row as it is written into a line, in the order of `columns_of`; the rows by primary key."""
    columns = columns_of(table)
    reading = select(*columns).order_by(*_by_bytes(connection, table)).execution_options(yield_per=AT_A_TIME)
    for row in connection.execute(reading):
        yield [_said(value, column) for value, column in zip(row, columns, strict=True)]


def _by_bytes(connection: Connection, table: Table) -> list[ColumnElement[Any]]:
    """The primary key; its texts in the order of their bytes, which is SQLite's own and one of PostgreSQL's many."""
    on_server = connection.dialect.name == "postgresql"
    key = table.primary_key.columns
    return [column.collate("C") if on_server and isinstance(column.type, String) else column for column in key]


def read_row(line: Sequence[Any], columns: Sequence[Column[Any]]) -> dict[str, Any]:
    """The values to insert, from a line that `rows_of` made."""
    return {column.name: _meant(value, column) for value, column in zip(line, columns, strict=True)}


class Tally:
    """How many rows, and the SHA-256 of them: equal for equal rows, from whichever database they were read."""

    def __init__(self) -> None:
        self.rows = 0
        self._digest = hashlib.sha256()

    def add(self, row: Sequence[Any]) -> None:
        self.rows += 1
        self._digest.update(json.dumps(row, sort_keys=True).encode())
        self._digest.update(b"\n")

    def said(self) -> dict[str, Any]:
        return {"rows": self.rows, "sha256": self._digest.hexdigest()}


def _said(value: Any, column: Column[Any]) -> Any:
    if value is None:
        return None
    if isinstance(column.type, JSON):
        return {"of": value}
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return {"at": moment.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    return value


def _meant(value: Any, column: Column[Any]) -> Any:
    if not isinstance(value, dict):
        return value
    if "of" in value:
        return value["of"]
    return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])
