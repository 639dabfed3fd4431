"""a vendor's parts by the time at which it was given them."""

from alembic import op

revision = "2026_11_23_sales_by_time"
down_revision = "2026_11_23_goods_from_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_index("ix_vendor_order_routed_at", "vendor_order", ["vendor_id", "routed_at"])


def downgrade() -> None:
    """Change them back."""
    op.drop_index("ix_vendor_order_routed_at", table_name="vendor_order")
