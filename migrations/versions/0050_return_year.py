"""The month in which a partnership's year of annual returns begins."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("partnership", sa.Column("return_year_begins", sa.Integer(), nullable=False, server_default="4"))


def downgrade() -> None:
    op.drop_column("partnership", "return_year_begins")
