"""Each agency's designated and named safeguarding professionals."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "safeguarding_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("role_name", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("telephone", sa.String(length=50), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("hours", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_safeguarding_contacts_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_safeguarding_contacts_changed_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_contacts")),
    )
    with op.batch_alter_table("safeguarding_contacts") as batch_op:
        batch_op.create_index(batch_op.f("ix_safeguarding_contacts_agency_id"), ["agency_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("safeguarding_contacts") as batch_op:
        batch_op.drop_index(batch_op.f("ix_safeguarding_contacts_agency_id"))
    op.drop_table("safeguarding_contacts")
