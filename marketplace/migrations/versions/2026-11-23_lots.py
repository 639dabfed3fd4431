"""lots with their dates."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_lots"
down_revision = "2026_11_23_straight"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "lot",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("stock_item_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("produced_on", sa.Date(), nullable=True),
        sa.Column("best_before_on", sa.Date(), nullable=True),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("code <> ''", name=op.f("ck_lot_has_a_code")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_lot_on_hand_not_negative")),
        sa.CheckConstraint("produced_on <= best_before_on", name=op.f("ck_lot_dates_have_an_order")),
        sa.ForeignKeyConstraint(["stock_item_id"], ["stock_item.id"], name=op.f("fk_lot_stock_item_id_stock_item")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_lot_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("stock_item_id", "code", name=op.f("uq_lot_stock_item_id_code")),
        sa.UniqueConstraint("token", name=op.f("uq_lot_token")),
    )
    on_hand = sa.text("on_hand > 0")
    op.create_index("ix_lot_on_hand", "lot", ["stock_item_id", "best_before_on"], postgresql_where=on_hand)
    op.create_index("ix_lot_vendor_id", "lot", ["vendor_id", "best_before_on"], postgresql_where=on_hand)
    op.create_table(
        "lot_use",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("lot_id", sa.BigInteger(), nullable=False),
        sa.Column("held_for", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_lot_use_quantity_above_zero")),
        sa.CheckConstraint("returned BETWEEN 0 AND quantity", name=op.f("ck_lot_use_returned_within_quantity")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_lot_use_lot_id_lot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_use")),
    )
    op.create_index("ix_lot_use_held_for", "lot_use", ["held_for"])
    op.create_index("ix_lot_use_lot_id", "lot_use", ["lot_id"])
    op.add_column("stock_movement", sa.Column("lot_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_stock_movement_lot_id"), "stock_movement", ["lot_id"])
    op.create_foreign_key(op.f("fk_stock_movement_lot_id_lot"), "stock_movement", "lot", ["lot_id"], ["id"])


def downgrade() -> None:
    """Change them back."""
    op.drop_constraint(op.f("fk_stock_movement_lot_id_lot"), "stock_movement", type_="foreignkey")
    op.drop_column("stock_movement", "lot_id")
    op.drop_table("lot_use")
    op.drop_table("lot")
