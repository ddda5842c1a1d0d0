"""Alembic's entrance. The connection comes from `mas_hub.db.upgrade`, inside its transaction."""

from typing import Any, Literal

from alembic import context

from mas_hub.db import Base, UtcDateTime


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """A migration stands on its own: it names no type of the package, which may change after it."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
)
context.run_migrations()
