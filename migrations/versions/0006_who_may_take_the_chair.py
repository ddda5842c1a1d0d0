"""The named deputy, since when the chair is away, and what whoever chairs sat as before."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meetings") as batch_op:
        batch_op.add_column(sa.Column("deputy_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("chair_away_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_meetings_deputy_id_people"), "people", ["deputy_id"], ["id"])
    with op.batch_alter_table("seats") as batch_op:
        batch_op.add_column(sa.Column("role_before", sa.String(length=20), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("seats") as batch_op:
        batch_op.drop_column("role_before")
    with op.batch_alter_table("meetings") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_meetings_deputy_id_people"), type_="foreignkey")
        batch_op.drop_column("chair_away_since")
        batch_op.drop_column("deputy_id")
