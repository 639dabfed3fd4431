"""audits keep what each check found."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_23_audits_by_check"
down_revision = "2026_11_23_payout_terms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.add_column(
        "ledger_audit_run",
        sa.Column("results", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="{}"),
    )
    op.alter_column("ledger_audit_run", "results", server_default=None)


def downgrade() -> None:
    """Change them back."""
    op.drop_column("ledger_audit_run", "results")
