"""An index for what is counted or listed of the audit by kind and time."""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_what_at", "audit", ["what", "at"])


def downgrade() -> None:
    op.drop_index("ix_audit_what_at", table_name="audit")
