"""Learning points from published reviews, and those put before a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learning_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("review", sa.String(length=300), nullable=False),
        sa.Column("publisher", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_learning_points_changed_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_points")),
    )
    op.create_table(
        "chosen_learning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("meant", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_chosen_learning_agency_id_agencies")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_chosen_learning_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_chosen_learning_person_id_people")),
        sa.ForeignKeyConstraint(
            ["point_id"], ["learning_points.id"], name=op.f("fk_chosen_learning_point_id_learning_points")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chosen_learning")),
        sa.UniqueConstraint("meeting_id", "point_id", name=op.f("uq_chosen_learning_meeting_id_point_id")),
    )
    op.create_index(op.f("ix_chosen_learning_meeting_id"), "chosen_learning", ["meeting_id"])


def downgrade() -> None:
    op.drop_table("chosen_learning")
    op.drop_table("learning_points")
