"""Tables whose rows stay as they were written, held by the database itself (docs/decisions/0044).

A table says so: `__table_args__ = ({"info": {"append_only": AppendOnly(...)}},)`. Triggers then refuse what else would
change or delete a row. They are set anew after every change of the schema, for which they are taken away.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, event, inspect, text

from mas_hub.db.base import Base

PREFIX = "append_only_"
_FUNCTION = """
CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $refuse$
DECLARE may_go boolean := false;
BEGIN
    IF TG_OP = 'DELETE' AND TG_NARGS > 0 THEN
        EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || quote_ident(TG_ARGV[0]) || ' WHERE meeting_id = $1)'
            INTO may_go USING OLD.meeting_id;
        IF may_go THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = TG_TABLE_NAME || ' is never changed or deleted';
END $refuse$
"""


@dataclass(frozen=True)
class AppendOnly:
    """Which columns may be `emptied` (erasing), and which may be `filled` that had no value; no other ever changes.

    No row is deleted, but those of a meeting of which the table `gone_with` has a row already.
    """

    emptied: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()
    gone_with: str | None = None


def guard(connection: Connection) -> None:
    """Let the database refuse what may not be done to the append-only tables that are there."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_FUNCTION)
    for trigger in _wanted(connection).values():
        connection.exec_driver_sql(trigger)


def unguard(connection: Connection) -> None:
    """Take the guards away, for whoever changes the schema."""
    for name, table in _present(connection).items():
        on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")


def is_guarded(connection: Connection) -> bool:
    return _present(connection).keys() == _wanted(connection).keys()


def append_only_tables() -> dict[str, AppendOnly]:
    """What may change of each append-only table, by the table's name."""
    return {
        table.name: table.info["append_only"] for table in Base.metadata.tables.values() if "append_only" in table.info
    }


@event.listens_for(Base.metadata, "after_create")
def _guard_new(_: Any, connection: Connection, **__: Any) -> None:
    guard(connection)


def _present(connection: Connection) -> dict[str, str]:
    """Each of our triggers that is there, with its table."""
    asked = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    return {name: table for name, table in connection.execute(text(asked)) if name.startswith(PREFIX)}


def _wanted(connection: Connection) -> dict[str, str]:
    """Each trigger that has to be there, by its name, which also tells versions of it apart."""
    there = set(inspect(connection).get_table_names())
    triggers = {}
    for table, rule in append_only_tables().items():
        if table not in there:
            continue
        for what, how in _triggers(connection, table, rule):
            name = f"{PREFIX}{table}_{what}_{hashlib.sha256(how.encode()).hexdigest()[:8]}"
            triggers[name] = f"CREATE TRIGGER {name} {how}"
    return triggers


def _triggers(connection: Connection, table: str, rule: AppendOnly) -> Iterator[tuple[str, str]]:
    on_sqlite = connection.dialect.name == "sqlite"
    stub = rule.gone_with if rule.gone_with in inspect(connection).get_table_names() else None
    gone = f"SELECT 1 FROM {stub} WHERE meeting_id = OLD.meeting_id"  # noqa: S608 (a table of ours, by its own name)
    unless = f" WHERE NOT EXISTS ({gone})" if stub else ""

    def refuse(unless: str = "", stub: str | None = None) -> str:
        if on_sqlite:
            return f"BEGIN SELECT RAISE(ABORT, '{table} is never changed or deleted'){unless}; END"
        return f"EXECUTE FUNCTION {PREFIX}refuse({repr(stub) if stub else ''})"

    columns = [column["name"] for column in inspect(connection).get_columns(table)]
    is_json = {column.name for column in Base.metadata.tables[table].columns if isinstance(column.type, JSON)}
    changed = " OR ".join(_changed(name, rule, name in is_json, on_sqlite) for name in sorted(columns))
    yield "update", f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) {refuse()}"
    yield "delete", f"BEFORE DELETE ON {table} FOR EACH ROW {refuse(unless, stub)}"
    if not on_sqlite:
        yield "truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse()}"


def _changed(name: str, rule: AppendOnly, is_json: bool, on_sqlite: bool) -> str:
    """SQL for whether this column is changed though it may not be. JSON is compared by what it says, however it is
    spelled."""
    how = ("json({})" if on_sqlite else "{}::jsonb::text") if is_json else "{}"
    new, old = how.format(f'NEW."{name}"'), how.format(f'OLD."{name}"')
    differs = [f"{new} {'IS NOT' if on_sqlite else 'IS DISTINCT FROM'} {old}"]
    if name in rule.emptied:
        differs.append(f"{new} NOT IN ('{{}}', 'null')" if is_json else f"{new} IS NOT NULL")
    if name in rule.filled:
        differs.append(f"{old} IS NOT NULL")
    return f"({' AND '.join(differs)})"
