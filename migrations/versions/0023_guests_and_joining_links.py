"""People without an account, and the links by which they join one meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "joining_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_joining_links_made_by_people")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_joining_links_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_joining_links_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_joining_links_token_hash")),
    )
    with op.batch_alter_table("joining_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joining_links_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_joining_links_seat_id"), ["seat_id"], unique=False)
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("guest", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_column("meeting_id")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("guest")
    op.drop_table("joining_links")
