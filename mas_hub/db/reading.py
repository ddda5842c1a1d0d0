"""Reading several things at one moment, and single rows that two may want to write."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from mas_hub.db.base import Base
from mas_hub.db.connected import engine, engine_for, is_sqlite
from mas_hub.db.prepared import Prepared
from mas_hub.db.unavailable import or_unavailable
from mas_hub.errors import NotFound

Row = TypeVar("Row", bound=Base)


@contextmanager
def snapshot() -> Iterator[Session]:
    """Several reads of one moment. Raises `Unavailable` when the database cannot be used just now."""
    with or_unavailable(), Session(engine_for("reading", engine())) as session:
        yield session


def locked(session: Session, model: type[Row], row_id: int | str) -> Row | None:
    """The row as it is now; until the end of this transaction no other worker changes it.

    Read what a version is compared with through this. Rows elsewhere may still begin to refer to it.
    """
    how = {"key_share": True, "of": model}
    return session.get(model, row_id, populate_existing=True, with_for_update=how)


def get_locked(session: Session, model: type[Row], row_id: int | str) -> Row:
    """As `locked`, for a row that has to be there."""
    row = locked(session, model, row_id)
    if row is None:
        raise NotFound
    return row


def add_unless_there(session: Session, table: Table, row: Mapping[str, Any]) -> bool:
    """Add the row unless one with its key is there already; whether it was added."""
    return bool(_adding(table, is_sqlite()).change(session, row).rowcount > 0)


@lru_cache
def _adding(table: Table, on_sqlite: bool) -> Prepared:
    adding = (sqlite if on_sqlite else postgresql).insert(table).on_conflict_do_nothing()
    return Prepared(adding.execution_options(preserve_rowcount=True))  # PostgreSQL's driver tells only when asked
