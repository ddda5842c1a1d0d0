"""Hidden rounds: what an agency has placed unseen, and what the others still see of it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "position_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("placed", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_position_rounds_agency_id_agencies")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_position_rounds_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_position_rounds_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_rounds")),
    )
    with op.batch_alter_table("position_rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_rounds_meeting_id"), ["meeting_id"], unique=False)
    with op.batch_alter_table("threshold_positions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("shared_as", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("threshold_positions", schema=None) as batch_op:
        batch_op.drop_column("shared_as")
        batch_op.drop_column("hidden")
    op.drop_table("position_rounds")
