"""views of listings are counted."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_views"
down_revision = "2026_11_23_buyers_review"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "listing_views",
        sa.Column("listing_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.CheckConstraint("views > 0", name=op.f("ck_listing_views_counts_something")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_listing_views_listing_id_listing")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_listing_views_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("listing_id", "day", name=op.f("pk_listing_views")),
    )
    op.create_index("ix_listing_views_vendor_id", "listing_views", ["vendor_id", "day"], unique=False)
    op.create_table(
        "views_taken",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_views_taken")),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("views_taken")
    op.drop_table("listing_views")
