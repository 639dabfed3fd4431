"""when a shop is open."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_opening_hours"
down_revision = "2026_11_23_data_to_take"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.add_column("vendor", sa.Column("opening_hours", sa.String(length=200), nullable=False, server_default=""))
    op.alter_column("vendor", "opening_hours", server_default=None)


def downgrade() -> None:
    """Change them back."""
    op.drop_column("vendor", "opening_hours")
