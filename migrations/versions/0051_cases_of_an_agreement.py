"""Which cases an agency's supervision agreement says are brought; empty in those kept before."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("supervision_agreements", sa.Column("cases", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("supervision_agreements", "cases")
