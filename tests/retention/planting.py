"""A canary in every column that takes words, of every row of a case, in every table there is."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table, func, insert, select, update
from sqlalchemy.orm import Session

from mas_hub.db import Base, UtcDateTime, transaction
from mas_hub.db.append_only import guard, unguard
from mas_hub.retention.covering import KEPT_COLUMNS, belonging, rows_of
from tests.sitting import NOW

CANARY = "cry-77314"


def plant(case_id: int, *, in_log: bool = True) -> set[str]:
    """The tables and streams in which there is one now. The log is not whole after that; without `in_log` it is."""
    planted: set[str] = set()
    with transaction() as session:
        for table in (each for each in reversed(belonging()) if each.name != "purge_requests"):
            if not session.scalar(select(func.count()).select_from(table).where(rows_of(table, [case_id]))):
                session.execute(insert(table).values({c.name: _value(session, c, case_id) for c in table.columns}))
            planted |= _write(session, table, case_id, set(table.columns.keys()))
        for name, kept in KEPT_COLUMNS.items():
            table = Base.metadata.tables[name]
            planted |= _write(session, table, case_id, set(table.columns.keys()) - kept - {"subject_type"})
        if not in_log:
            return planted
        unguard(session.connection())
        log = Base.metadata.tables["log_entries"]
        meetings = Base.metadata.tables["meetings"]
        own = select(meetings.c.id).where(meetings.c.case_id == case_id)
        for number, stream in session.execute(select(log.c.id, log.c.stream).where(log.c.meeting_id.in_(own))).all():
            planted.add(stream)
            words = f'{{"text": "{CANARY} {stream} {"long " * 1500}"}}'
            session.execute(update(log).where(log.c.id == number).values(body=words))
        guard(session.connection())
    return planted


def _write(session: Session, table: Table, case_id: int, names: set[str]) -> set[str]:
    """Into the columns of these names that take words; keys, which refer to something, stay."""
    fixed = {column.name for column in table.primary_key.columns} | {key.parent.name for key in table.foreign_keys}
    unique = {column.name for index in table.indexes if index.unique for column in index.columns}
    words: dict[str, Any] = {}
    for column in table.columns:
        if column.name not in names - fixed - unique or column.unique:
            continue
        if isinstance(column.type, JSON):
            words[column.name] = [f"{CANARY} {table.name}.{column.name}"]
        elif isinstance(column.type, String):
            words[column.name] = f"{CANARY} {table.name}.{column.name}"[: column.type.length]
    if not words:
        return set()
    whose = table.c.id == case_id if table.name == "cases" else rows_of(table, [case_id])
    session.execute(update(table).where(whose).values(words))
    return {table.name}


def _value(session: Session, column: Column[Any], case_id: int, words: str = CANARY) -> Any:
    for key in column.foreign_keys:
        parent = key.column.table
        if parent.name == "cases":
            return case_id
        query = select(key.column)
        if parent.name in {table.name for table in belonging()} | KEPT_COLUMNS.keys():
            query = query.where(rows_of(parent, [case_id]))
        elif not column.nullable and session.scalar(query.limit(1)) is None:  # of no case, so it stays: no canary
            session.execute(
                insert(parent).values({c.name: _value(session, c, case_id, "kept") for c in parent.columns})
            )
        return session.scalar(query.limit(1))
    if column.primary_key and column.name == "id":
        return (session.scalar(select(func.max(column))) or 0) + 1
    values: list[tuple[type[Any], Any]] = [
        (Boolean, False),
        (JSON, []),
        (String, words),
        (Date, date(2026, 9, 1)),
        (UtcDateTime, NOW),
        (Integer, 1),
    ]
    return next(value for kind, value in values if isinstance(column.type, kind))
