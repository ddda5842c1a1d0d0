"""Rows for a schema of whatever revision, made from the tables as the database has them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    MetaData,
    Table,
    insert,
    select,
)
from sqlalchemy import text as sql

from mas_hub import db
from mas_hub.db.connected import engine_for

ONLY_ONE = frozenset({"partnership"})
"""Tables that hold one row, by a constraint."""
A_MOMENT = datetime(2026, 9, 21, 13, 30, tzinfo=UTC)

Rows = dict[str, dict[tuple[Any, ...], dict[str, Any]]]
"""Of each table by its primary key: values by column, as the driver gives them."""

_SHAPE = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name",
    "postgresql": (
        "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
        " WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
    ),
}
_known: dict[tuple[Any, ...], list[Table]] = {}


@contextmanager
def written() -> Iterator[Connection]:
    with engine_for("writing", db.engine()).begin() as connection:
        yield connection


def tables(connection: Connection) -> list[Table]:
    """Those that others refer to first. Read anew only when they are others than before, which takes long."""
    shape = tuple(map(tuple, connection.execute(sql(_SHAPE[connection.dialect.name]))))
    if shape not in _known:
        found = MetaData()
        found.reflect(connection)
        for column in (column for table in found.tables.values() for column in table.columns):
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
        _known[shape] = [table for table in found.sorted_tables if table.name != "alembic_version"]
    return _known[shape]


class Filler:
    """Adds rows to the tables that are others than when it was last asked, and to what those refer to."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._columns: dict[str, list[str]] = {}

    def fill(self, connection: Connection, several: int = 2) -> None:
        there = tables(connection)
        changed = {table.name for table in there if self._columns.get(table.name) != table.columns.keys()}
        for table in reversed(there):
            if table.name in changed:
                changed |= {key.column.table.name for column in table.columns for key in column.foreign_keys}
        made: dict[str, list[Mapping[str, Any]]] = {}
        for table in there:
            self._columns[table.name] = table.columns.keys()
            if table.name not in changed:
                continue
            made[table.name] = []
            if table.name in ONLY_ONE and (only := connection.execute(select(table)).mappings().first()):
                made[table.name] = [dict(only)] * several
                continue
            for which in range(1 if table.name in ONLY_ONE else several):
                row = self._row(table, made, which)
                key = connection.execute(insert(table).values(row)).inserted_primary_key
                assert key is not None
                made[table.name].append({**row, **key._mapping})

    def _row(self, table: Table, made: Mapping[str, list[Mapping[str, Any]]], which: int) -> dict[str, Any]:
        number = next(self._numbers)
        row: dict[str, Any] = {}
        for column in table.columns:
            target = next(iter(column.foreign_keys), None)
            if target is not None and target.column.table is table:
                row[column.name] = None  # the first of its kind refers to no other
            elif target is not None:
                row[column.name] = made[target.column.table.name][which][target.column.name]
            elif table.name in ONLY_ONE and column.primary_key:
                row[column.name] = 1
            elif not (column.nullable and which % 2):
                row[column.name] = _value(column, number)
        return row


def _value(column: Column[Any], number: int) -> Any:
    kind = column.type
    if isinstance(kind, JSON):
        return [{"n": number, "words": "Gŵyl"}] if number % 2 else {}
    if isinstance(kind, Boolean):
        return bool(number % 2)
    if isinstance(kind, DateTime):
        return A_MOMENT + timedelta(minutes=number)
    if isinstance(kind, Date):
        return date(2026, 9, 21) + timedelta(days=number % 28)
    if isinstance(kind, Integer | Float):
        return number
    return f"{column.name} ŷ {number}"[-(getattr(kind, "length", None) or 60) :]


def every_row(connection: Connection) -> Rows:
    found: Rows = {}
    for table in tables(connection):
        key = table.primary_key.columns.keys()
        those = connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').mappings()
        found[table.name] = {tuple(row[name] for name in key): dict(row) for row in those}
    return found
