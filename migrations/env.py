"""Alembic's entrance. The connection comes from `mas_hub.db.upgrade`, inside its transaction."""

from alembic import context

from mas_hub.db import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
