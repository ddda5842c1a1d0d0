"""When a disagreement was escalated and settled, and the stages it has left behind."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("disagreements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("earlier_stages", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("disagreements", schema=None) as batch_op:
        batch_op.drop_column("settled_at")
        batch_op.drop_column("earlier_stages")
        batch_op.drop_column("escalated_at")
