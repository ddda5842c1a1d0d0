"""What a requirement began as in an earlier meeting on the case."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("requirements") as batch_op:
        batch_op.add_column(sa.Column("origin_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_requirements_origin_id_requirements"), "requirements", ["origin_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("requirements") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_requirements_origin_id_requirements"), type_="foreignkey")
        batch_op.drop_column("origin_id")
