"""Delivery rates may have another base price for single communes, or leave some out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_23_prices_by_commune"
down_revision = "2026_11_23_wishes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.add_column("delivery_rate", sa.Column("commune_prices", JSONB(), server_default="{}", nullable=False))
    op.alter_column("delivery_rate", "commune_prices", server_default=None)
    op.create_check_constraint(
        op.f("ck_delivery_rate_prices_by_commune"), "delivery_rate", "jsonb_typeof(commune_prices) = 'object'"
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_column("delivery_rate", "commune_prices")
