"""The names that a partnership had first, by which diaries know its meetings again."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("partnership", sa.Column("diary_name", sa.String(length=401), nullable=True))


def downgrade() -> None:
    op.drop_column("partnership", "diary_name")
