"""What each agency's law asks of a case, and what it all asks of the child."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "requirements",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("next_due", sa.Date(), nullable=True),
        sa.Column("child", sa.String(length=10), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        *_columns_of_a_subject(),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_because", sa.String(length=8000), nullable=False),
        *_keys("requirements"),
    )
    op.create_table(
        "burdens",
        sa.Column("reckoned", sa.JSON(), nullable=False),
        *_columns_of_a_subject(),
        *_keys("burdens"),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_burdens_meeting_id")),
    )
    for table in ("requirements", "burdens"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_meeting_id"), ["meeting_id"], unique=False)


def _columns_of_a_subject() -> list[sa.Column[int]]:
    names = ("id", "version", "meeting_id", "agency_id", "person_id")
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f(f"fk_{table}_agency_id_agencies")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f(f"fk_{table}_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def downgrade() -> None:
    for table in ("burdens", "requirements"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_meeting_id"))
        op.drop_table(table)
