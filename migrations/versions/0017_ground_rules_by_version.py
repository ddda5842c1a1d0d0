"""The partnership's ground rules by version, and which of them a meeting began with."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ground_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("en", sa.JSON(), nullable=False),
        sa.Column("cy", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_ground_rules_made_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ground_rules")),
        sa.UniqueConstraint("version", name=op.f("uq_ground_rules_version")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ground_rules_version", sa.String(length=20), nullable=True))
    # What was opened before was opened with the shipped ones, which those at the table accepted by this version.
    op.execute(
        "UPDATE meetings SET ground_rules_version ="
        " (SELECT max(seats.ground_rules_version) FROM seats WHERE seats.meeting_id = meetings.id)"
        " WHERE opened_at IS NOT NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_column("ground_rules_version")
    op.drop_table("ground_rules")
