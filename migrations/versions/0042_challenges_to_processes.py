"""What a meeting says gets in the way of working together, and the copy that the partnership reads."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partnership_challenges",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("process", sa.String(length=40), nullable=False),
        sa.Column("obstacle", sa.Text(), nullable=False),
        sa.Column("would_help", sa.Text(), nullable=False),
        sa.Column("concerns", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_partnership_challenges")),
    )
    op.create_table(
        "process_challenges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=40), nullable=False),
        sa.Column("obstacle", sa.Text(), nullable=False),
        sa.Column("would_help", sa.Text(), nullable=False),
        sa.Column("concerns", sa.JSON(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("copy", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_process_challenges_agency_id_agencies")),
        sa.ForeignKeyConstraint(
            ["copy"], ["partnership_challenges.key"], name=op.f("fk_process_challenges_copy_partnership_challenges")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_process_challenges_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_process_challenges_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_challenges")),
        sa.UniqueConstraint("copy", name=op.f("uq_process_challenges_copy")),
    )
    op.create_index(op.f("ix_process_challenges_meeting_id"), "process_challenges", ["meeting_id"])


def downgrade() -> None:
    op.drop_table("process_challenges")
    op.drop_table("partnership_challenges")
