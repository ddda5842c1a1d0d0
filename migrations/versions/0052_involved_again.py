"""What of who is involved was said at an earlier meeting on the case, and brought again."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


# Nobody else names a service but representatives and whoever chairs.
IN_THE_CHAIR = """
UPDATE involvements SET by_chair = true WHERE service <> '' AND EXISTS (
    SELECT 1 FROM seats
    WHERE seats.meeting_id = involvements.meeting_id AND seats.person_id = involvements.person_id
    AND seats.role <> 'representative'
)
"""


def upgrade() -> None:
    with op.batch_alter_table("involvements") as batch_op:
        batch_op.add_column(sa.Column("by_chair", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("origin_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_involvements_origin_id_involvements"), "involvements", ["origin_id"], ["id"]
        )
    op.execute(IN_THE_CHAIR)


def downgrade() -> None:
    with op.batch_alter_table("involvements") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_involvements_origin_id_involvements"), type_="foreignkey")
        batch_op.drop_column("origin_id")
        batch_op.drop_column("by_chair")
