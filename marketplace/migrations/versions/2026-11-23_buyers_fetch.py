"""hours in which buyers fetch their goods, and the time that each chose."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_fetch"
down_revision = "2026_11_23_promotions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "pickup_window",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_pickup_window_weekday_is_one")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_pickup_window_hours_have_an_order")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_pickup_window_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_window")),
        sa.UniqueConstraint(
            "vendor_id", "weekday", "opens_at", name=op.f("uq_pickup_window_vendor_id_weekday_opens_at")
        ),
    )
    op.add_column("vendor_order", sa.Column("pickup_from", sa.DateTime(timezone=True), nullable=True))
    op.add_column("vendor_order", sa.Column("pickup_until", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_vendor_order_pickup_time_is_whole"),
        "vendor_order",
        "num_nulls(pickup_from, pickup_until) IN (0, 2)",
    )
    op.create_index(
        "ix_vendor_order_pickup",
        "vendor_order",
        ["vendor_id", "pickup_from"],
        postgresql_where=sa.text("pickup_from IS NOT NULL"),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_index("ix_vendor_order_pickup", table_name="vendor_order")
    op.drop_column("vendor_order", "pickup_until")
    op.drop_column("vendor_order", "pickup_from")
    op.drop_table("pickup_window")
