"""That a meeting was postponed or cancelled, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meetings") as batch_op:
        batch_op.add_column(sa.Column("postponed_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("postponed_because", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("cancelled_because", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("meetings") as batch_op:
        for column in ("cancelled_because", "cancelled_at", "postponed_because", "postponed_from"):
            batch_op.drop_column(column)
