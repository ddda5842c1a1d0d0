"""What an agency held against its own view of where the case stands."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("threshold_positions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tested", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("threshold_positions", schema=None) as batch_op:
        batch_op.drop_column("tested")
