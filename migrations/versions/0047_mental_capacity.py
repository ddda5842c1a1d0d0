"""The mental capacity of whom a case is about."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("capacity", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("capacity_words", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("cases", "capacity_words")
    op.drop_column("cases", "capacity")
