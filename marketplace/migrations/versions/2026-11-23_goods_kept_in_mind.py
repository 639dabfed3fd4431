"""Tables of goods that people keep in mind, and of shops that they follow."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_goods_kept_in_mind"
down_revision = "2026_11_23_prices_by_commune"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "wish",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("token", sa.String(length=200), nullable=True),
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("num_nonnulls(user_id, token) = 1", name=op.f("ck_wish_belongs_to_someone")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_wish_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_wish_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
        sa.UniqueConstraint("user_id", "listing_id", name=op.f("uq_wish_user_id_listing_id")),
        sa.UniqueConstraint("token", "listing_id", name=op.f("uq_wish_token_listing_id")),
    )
    op.create_index("ix_wish_listing_id", "wish", ["listing_id"])
    op.create_index("ix_wish_of_guests", "wish", ["at"], postgresql_where=sa.text("token IS NOT NULL"))
    op.create_table(
        "shop_follow",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_shop_follow_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["vendor.id"], name=op.f("fk_shop_follow_vendor_id_vendor"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_follow")),
        sa.UniqueConstraint("user_id", "vendor_id", name=op.f("uq_shop_follow_user_id_vendor_id")),
    )
    op.create_index("ix_shop_follow_vendor_id", "shop_follow", ["vendor_id"])


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("shop_follow")
    op.drop_table("wish")
