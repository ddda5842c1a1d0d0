"""The lawful basis on which a meeting shares information."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meetings") as batch_op:
        batch_op.add_column(sa.Column("lawful_basis", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("lawful_basis_note", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("meetings") as batch_op:
        batch_op.drop_column("lawful_basis_note")
        batch_op.drop_column("lawful_basis")
