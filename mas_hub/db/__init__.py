"""The database: one base, one engine, one way to write (`transaction`) and one to read several things (`snapshot`)."""

from mas_hub.db.append_only import AppendOnly
from mas_hub.db.base import Base, UtcDateTime, table_of
from mas_hub.db.connected import close, configure, engine, is_sqlite, reach
from mas_hub.db.erased import forget_erased_pages
from mas_hub.db.reading import add_unless_there, get_locked, locked, snapshot
from mas_hub.db.roles import may_rewrite_the_record
from mas_hub.db.schema import is_empty, is_up_to_date, require_this_version
from mas_hub.db.unavailable import passes
from mas_hub.db.upgrading import upgrade
from mas_hub.db.writing import after_commit, before_commit, transaction, write_together

__all__ = [
    "AppendOnly",
    "Base",
    "UtcDateTime",
    "add_unless_there",
    "after_commit",
    "before_commit",
    "close",
    "configure",
    "engine",
    "forget_erased_pages",
    "get_locked",
    "is_empty",
    "is_sqlite",
    "is_up_to_date",
    "locked",
    "may_rewrite_the_record",
    "passes",
    "reach",
    "require_this_version",
    "snapshot",
    "table_of",
    "transaction",
    "upgrade",
    "write_together",
]
