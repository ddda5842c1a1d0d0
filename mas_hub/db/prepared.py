"""Statements of the hot path, each made once.

For every execution SQLAlchemy looks the statement up among those it compiled and makes a context and a result: five to
ten times what SQLite itself takes (docs/decisions/0007). Here the SQL that it compiled is kept and given straight to
SQLite's driver. With any other database a statement goes the usual way.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session, class_mapper, make_transient_to_detached

from mas_hub.db.base import UtcDateTime

Process = Callable[[Any], Any]

_DRIVER, _NOT_FOUND = "mas_hub_driver", (None, None)
_NAMED = sqlite.dialect(paramstyle="named")


class Prepared:
    """Ask it with the same names every time. Rows have their columns by name and by position."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._made: _Made | None = None

    def all(self, session: Session, asked: Mapping[str, Any]) -> Sequence[Any]:
        done = self._execute(session, asked)
        if isinstance(done, sqlite3.Cursor) and self._made is not None:
            return self._made.rows(done)
        rows: Sequence[Any] = done.all()
        return rows

    def first(self, session: Session, asked: Mapping[str, Any]) -> Any:
        """The first row, or None."""
        rows = self.all(session, asked)
        return rows[0] if rows else None

    def change(self, session: Session, asked: Mapping[str, Any]) -> Any:
        """For what changes rows: the driver's cursor, or what stands for it, with its `rowcount`."""
        return self._execute(session, asked)

    def _execute(self, session: Session, asked: Mapping[str, Any]) -> Any:
        driver = _driver(session)
        if driver is None:
            return session.connection().execute(self._statement, asked)
        made = self._made = self._made or _Made(self._statement, asked)
        try:
            return driver.execute(made.sql, made.values(asked))
        except sqlite3.Error as error:
            raise DBAPIError.instance(made.sql, {}, error, sqlite3.Error, hide_parameters=True) from error


def _driver(session: Session) -> Any:
    """SQLite's own connection in this transaction; None with another database. Found once in each."""
    transaction, driver = vars(session).get(_DRIVER, _NOT_FOUND)
    if transaction is None or transaction is not session.get_transaction():
        connection = session.connection()
        driver = connection.connection.dbapi_connection if connection.dialect.name == "sqlite" else None
        vars(session)[_DRIVER] = session.get_transaction(), driver
    return driver


class _Made:
    """A statement's SQL for SQLite, and what becomes of values on their way there and back."""

    def __init__(self, statement: Any, names: Iterable[str]) -> None:
        compiled = statement.compile(dialect=_NAMED, column_keys=list(names))
        binds = {name: bind.type for bind, name in compiled.bind_names.items()}
        columns = list(getattr(statement, "selected_columns", ()))
        self.sql = str(compiled)
        self._constants = {name: value for name, value in compiled.params.items() if name not in names}
        self._in = _only((name, _to_sqlite(type_)) for name, type_ in binds.items())
        self._out = _only((place, _from_sqlite(column.type)) for place, column in enumerate(columns))
        self._row: Any = namedtuple("Row", [column.name for column in columns]) if columns else None

    def values(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        values = {**self._constants, **asked}
        for name, process in self._in:
            values[name] = process(values[name])
        return values

    def rows(self, cursor: sqlite3.Cursor) -> list[Any]:
        make, out = self._row._make, self._out
        if not out:
            return [make(row) for row in cursor]
        rows = []
        for each in cursor:
            row = list(each)
            for place, process in out:
                row[place] = process(row[place])
            rows.append(make(row))
        return rows


def _to_sqlite(type_: Any) -> Process | None:
    found: Process | None = type_.dialect_impl(_NAMED).bind_processor(_NAMED)
    return _moment if found is not None and isinstance(type_, UtcDateTime) else found


def _from_sqlite(type_: Any) -> Process | None:
    found: Process | None = type_.dialect_impl(_NAMED).result_processor(_NAMED, None)
    return found


def _moment(value: datetime | None) -> str | None:
    """As SQLAlchemy writes one, which formats each of its parts."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _only(processes: Iterable[tuple[Any, Process | None]]) -> list[tuple[Any, Process]]:
    return [(which, process) for which, process in processes if process is not None]


def add_row(session: Session, row: DeclarativeBase) -> None:
    """What `session.add(row)` and a flush do, for a new thing of a class without relationships."""
    if session.get_bind().dialect.name != "sqlite":
        session.add(row)
        session.flush()
        return
    session.flush()  # what it may refer to
    defaults = _defaults(type(row))
    for name in defaults.keys() - vars(row).keys():
        setattr(row, name, defaults[name]())
    values = {name: value for name, value in vars(row).items() if name in defaults and value is not None}
    row.id = _adding(type(row), tuple(values)).change(session, values).lastrowid  # type: ignore[attr-defined]
    make_transient_to_detached(row)
    session.add(row)  # as one that is there: what is changed later is written as ever


@lru_cache(maxsize=256)
def _adding(model: type[DeclarativeBase], _names: tuple[str, ...]) -> Prepared:
    """Another for each set of names, as a statement is made for those that it is first asked with."""
    return Prepared(insert(cast(Table, class_mapper(model).local_table)))


@lru_cache(maxsize=256)
def _defaults(model: type[DeclarativeBase]) -> dict[str, Callable[[], Any]]:
    """What each column but the id is when nothing is said of it."""
    mapper = class_mapper(model)
    if mapper.relationships or [key.name for key in mapper.primary_key] != ["id"]:
        raise TypeError(f"{model.__name__} has relationships, or another key than an id")
    return {column.name: _default(column.default) for column in mapper.columns if column.name != "id"}


def _default(default: Any) -> Callable[[], Any]:
    """SQLAlchemy's own callables take the context of an execution, and ours do not look at it."""
    if default is None:
        return lambda: None
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)
