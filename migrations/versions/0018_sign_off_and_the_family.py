"""A decision's authority, and what is shared with the family."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("authority", sa.String(length=20), nullable=False, server_default=""))
        for name in ("sign_off_by", "family_what", "family_by"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("family_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        for name in ("family_on", "family_by", "family_what", "sign_off_by", "authority"):
            batch_op.drop_column(name)
