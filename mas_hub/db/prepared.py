"""Statements of the hot path, each made once.

For every execution SQLAlchemy looks the statement up among those it compiled and makes a context and a result: five to
ten times what SQLite itself takes (docs/decisions/0007). Here the SQL that it compiled is kept and given straight to
the driver.
"""

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

_KEPT, _DRIVER = "mas_hub_kept", "driver"
_NAMED = sqlite.dialect(paramstyle="named")


class Prepared:
    """Ask it with the same names every time. Rows have their columns by name and by position."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._made: dict[str, _Made] = {}

    def all(self, session: Session, asked: Mapping[str, Any]) -> Sequence[Any]:
        made, cursor = self._execute(session, asked)
        return made.rows(cursor)

    def first(self, session: Session, asked: Mapping[str, Any]) -> Any:
        """The first row, or None."""
        rows = self.all(session, asked)
        return rows[0] if rows else None

    def change(self, session: Session, asked: Mapping[str, Any]) -> Any:
        """For what changes rows: the driver's cursor, with its `rowcount`."""
        return self._execute(session, asked)[1]

    def later(self, session: Session, asked: Mapping[str, Any]) -> None:
        """For what nobody looks at the answer of: a server is told it together with what is asked next. Its error comes
        with that."""
        driver, dialect = _driver(session)
        if dialect.name == "sqlite":
            self._execute(session, asked)
        else:
            made = self._made_for(dialect, asked)
            driver.later(made.sql, made.values(asked))

    def _made_for(self, dialect: Any, names: Iterable[str]) -> "_Made":
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = _Made(
                self._statement, names, _NAMED if dialect.name == "sqlite" else dialect
            )
        return made

    def _execute(self, session: Session, asked: Mapping[str, Any]) -> tuple["_Made", Any]:
        driver, dialect = _driver(session)
        made = self._made_for(dialect, asked)
        try:
            return made, driver.execute(made.sql, made.values(asked))
        except dialect.loaded_dbapi.Error as error:
            gone = dialect.is_disconnect(error, driver, None)
            if gone:
                session.connection().invalidate(error)
            raise DBAPIError.instance(
                made.sql, {}, error, dialect.loaded_dbapi.Error, hide_parameters=True, connection_invalidated=gone
            ) from error


def _driver(session: Session) -> tuple[Any, Any]:
    """The driver's own connection in this transaction, and its dialect. Found once in each."""
    kept = kept_in_transaction(session)
    if _DRIVER not in kept:
        connection = session.connection()
        kept = kept_in_transaction(session)  # which may only just have begun
        kept[_DRIVER] = connection.connection.dbapi_connection, connection.dialect
    found: tuple[Any, Any] = kept[_DRIVER]
    return found


def kept_in_transaction(session: Session) -> dict[Any, Any]:
    """For what holds until this transaction ends, whoever shares it."""
    transaction: Any
    kept: dict[Any, Any] | None
    transaction, kept = vars(session).get(_KEPT, (None, None))
    if kept is None or transaction is not session.get_transaction():
        kept = {}
        vars(session)[_KEPT] = session.get_transaction(), kept
    return kept


class _Made:
    """A statement's SQL for one database, and what becomes of values on their way there and back."""

    def __init__(self, statement: Any, names: Iterable[str], dialect: Any) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        binds = {name: bind.type for bind, name in compiled.bind_names.items()}
        columns = list(getattr(statement, "selected_columns", ()) or getattr(statement, "_returning", ()))
        self.sql = str(compiled)
        self._constants = {name: value for name, value in compiled.params.items() if name not in names}
        self._in = _only((name, _to_driver(type_, dialect)) for name, type_ in binds.items())
        self._out = _only((place, _from_driver(column.type, dialect)) for place, column in enumerate(columns))
        self._row: Any = namedtuple("Row", [column.name for column in columns]) if columns else None

    def values(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        values = {**self._constants, **asked}
        for name, process in self._in:
            values[name] = process(values[name])
        return values

    def rows(self, cursor: Any) -> list[Any]:
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


def _to_driver(type_: Any, dialect: Any) -> Process | None:
    if dialect is _NAMED and isinstance(type_, UtcDateTime):
        return _moment
    found: Process | None = type_.dialect_impl(dialect).bind_processor(dialect)
    return found


def _from_driver(type_: Any, dialect: Any) -> Process | None:
    found: Process | None = type_.dialect_impl(dialect).result_processor(dialect, None)
    return found


def _moment(value: datetime | None) -> str | None:
    """As SQLAlchemy writes one to SQLite, which formats each of its parts."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _only(processes: Iterable[tuple[Any, Process | None]]) -> list[tuple[Any, Process]]:
    return [(which, process) for which, process in processes if process is not None]


def add_row(session: Session, row: DeclarativeBase) -> None:
    """What `session.add(row)` and a flush do, for a new thing of a class without relationships."""
    session.flush()  # what it may refer to
    defaults = _defaults(type(row))
    for name in defaults.keys() - vars(row).keys():
        setattr(row, name, defaults[name]())
    values = {name: value for name, value in vars(row).items() if name in defaults and value is not None}
    [(row.id,)] = _adding(type(row), tuple(values)).all(session, values)  # type: ignore[attr-defined]
    make_transient_to_detached(row)
    session.add(row)  # as one that is there: what is changed later is written as ever


@lru_cache(maxsize=256)
def _adding(model: type[DeclarativeBase], _names: tuple[str, ...]) -> Prepared:
    """One statement for each set of names, because it is made for the columns that are given."""
    table = cast(Table, class_mapper(model).local_table)
    return Prepared(insert(table).returning(table.c.id))


@lru_cache(maxsize=256)
def _defaults(model: type[DeclarativeBase]) -> dict[str, Callable[[], Any]]:
    """The default of each column but the id."""
    mapper = class_mapper(model)
    if mapper.relationships or [key.name for key in mapper.primary_key] != ["id"]:
        raise TypeError(f"{model.__name__} has relationships, or another key than an id")
    return {column.name: _default(column.default) for column in mapper.columns if column.name != "id"}


def _default(default: Any) -> Callable[[], Any]:
    """SQLAlchemy's own callables take the context of an execution, and ours do not look at it."""
    if default is None:
        return lambda: None
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)
