"""Which rows of which tables are a case's, found from the tables themselves.

Whatever refers to a case or a meeting, at however many steps, is deleted, unless it is named here with the reason. So
a table that is added later is covered; one that holds something of a case without referring to it has to be named, and
`tests/retention/test_covering.py` fails until somebody has thought about it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import JSON, Boolean, Column, ColumnElement, Select, String, Table, or_, select

from mas_hub.db import Base

THE_LOG_S = frozenset({"log_entries", "acts_done", "log_streams", "purged_meetings"})
"""Deleted by the log itself, which leaves the heads of its streams and the stub."""

KEPT_COLUMNS: Mapping[str, frozenset[str]] = {
    "cases": frozenset({"id", "version", "facilitator_id", "purged_at"}),
    "meetings": frozenset(
        {
            "id",
            "version",
            "case_id",
            "facilitator_id",
            "state",
            "purpose",
            "session_model",
            "planned_minutes",
            "scheduled_at",
            "meeting_day",
            "opened_at",
            "closed_at",
            "cancelled_at",
        }
    ),
    "invitations": frozenset({"id", "version", "meeting_id", "agency_id", "attendance"}),
    "seats": frozenset({"id", "version", "meeting_id", "person_id", "agency_id", "role", "removed"}),
}
"""Rows that stay, emptied of everything but these columns: who was asked and who sat, so that they can be told."""

KEPT: Mapping[str, str] = {
    "audit": "ids and codes of what was done, never what a case says",
    "offered_issues": "numbers alone, without which an agency's cursor would count backwards",
    "audit_lanes": "the heads of the audit's chains",
    "backups_taken": "names of files",
    **dict.fromkeys(
        (
            "partnership",
            "agencies",
            "people",
            "person_roles",
            "role_proposals",
            "sessions",
            "sign_in_steps",
            "second_factors",
            "recovery_codes",
            "sign_in_links",
            "identity_providers",
            "provider_flows",
            "outside_identities",
            "passkeys",
            "passkey_challenges",
            "sign_in_attempts",
            "api_tokens",
            "workers",
        ),
        "who there is and how they sign in; of guests the name goes",
    ),
    "partnership_challenges": "what gets in the way of processes; whose it was goes with the meeting's own row",
    "mail_queue": "no message has a word about a case",
    "agency_returns": "counts of a year, and what an agency says of its own supervision; no case is named there",
    "safeguarding_contacts": "an agency's own designated and named professionals, of no case",
    "training_records": "what training its people have had, of no case",
    "reminders": "that an agency was reminded on a day",
    **dict.fromkeys(
        (
            "reminding",
            "retention_rules",
            "ground_rules",
            "template_versions",
            "supervision_agreements",
            "learning_points",
        ),
        "what the partnership keeps for all cases",
    ),
}
"""Tables of which nothing is a case's, and why."""


def belonging() -> list[Table]:
    """The tables whose rows go with a case, those that refer to others first."""
    stay = THE_LOG_S | KEPT_COLUMNS.keys() | KEPT.keys()
    return [
        table
        for table in reversed(Base.metadata.sorted_tables)
        if table.name not in stay and _ways_to(table, frozenset())
    ]


def rows_of(table: Table, case_ids: Collection[int]) -> ColumnElement[bool]:
    """Which rows of a table are these cases'."""
    return or_(*(column.in_(_ids(parent, case_ids)) for column, parent in _ways_to(table, frozenset())))


def emptied(table: Table) -> dict[str, Any]:
    """What the columns of a row that stays are emptied to."""
    columns = [column for column in table.columns if column.name not in KEPT_COLUMNS[table.name]]
    return {column.name: _nothing(column) for column in columns}


def _ways_to(table: Table, seen: frozenset[str]) -> list[tuple[Column[Any], Table]]:
    """The columns that refer to something of a case, with what they refer to."""
    if table.name in KEPT:
        return []
    ways = []
    for key in sorted(table.foreign_keys, key=lambda each: each.parent.name):
        parent = key.column.table
        if parent.name in seen or parent is table:
            continue
        if parent.name in ("cases", "meetings") or _ways_to(parent, seen | {table.name}):
            ways.append((key.parent, parent))
    return ways


def _ids(parent: Table, case_ids: Collection[int]) -> Select[Any]:
    if parent.name == "cases":
        return select(parent.c.id).where(parent.c.id.in_(case_ids))
    if parent.name == "meetings":
        return select(parent.c.id).where(parent.c.case_id.in_(case_ids))
    return select(*parent.primary_key.columns).where(rows_of(parent, case_ids))


def _nothing(column: Column[Any]) -> Any:
    """Raises `TypeError` for a column that has to hold something: it is to be kept, or to allow for nothing."""
    if column.nullable:
        return None
    if isinstance(column.type, String):
        return ""
    if isinstance(column.type, JSON):
        return []
    if isinstance(column.type, Boolean):
        return False
    raise TypeError(f"{column.table.name}.{column.name} cannot be emptied: say in KEPT_COLUMNS why it may stay")
