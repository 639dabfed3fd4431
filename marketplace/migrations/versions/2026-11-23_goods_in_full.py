"""goods in full: by weight, before they are there, with what the law asks of food."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_23_goods_in_full"
down_revision = "2026_11_23_opening_hours"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    _variants()
    _listings()
    _stock()
    op.add_column("catalogue_entry", sa.Column("ships_from", sa.Date()))
    op.add_column("order_line", sa.Column("ships_from", sa.Date()))
    for table, column in (
        ("variant", "sold_by_weight"),
        ("listing", "self_declaration"),
        ("listing", "dispatch_days"),
        ("listing", "revision"),
        ("photo", "whole_key"),
        ("photo", "centre"),
        ("stock_item", "expected"),
    ):
        op.alter_column(table, column, server_default=None)


def _variants() -> None:
    op.add_column("variant", sa.Column("sold_by_weight", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("variant", sa.Column("kg_price_dong", sa.BigInteger()))
    op.add_column("variant", sa.Column("least_grams", sa.Integer()))
    op.add_column("variant", sa.Column("most_grams", sa.Integer()))
    op.create_check_constraint(
        op.f("ck_variant_sold_by_weight_has_its_terms"),
        "variant",
        "num_nonnulls(kg_price_dong, least_grams, most_grams) = CASE WHEN sold_by_weight THEN 3 ELSE 0 END",
    )
    op.create_check_constraint(
        op.f("ck_variant_kg_price_is_an_amount"), "variant", "kg_price_dong BETWEEN 1 AND 1000000000"
    )
    op.create_check_constraint(
        op.f("ck_variant_weights_have_an_order"), "variant", "1 <= least_grams AND least_grams <= most_grams"
    )
    op.create_check_constraint(
        op.f("ck_variant_price_is_of_the_heaviest"),
        "variant",
        "price_dong = (kg_price_dong * most_grams + 999) / 1000",
    )


def _listings() -> None:
    op.add_column("listing", sa.Column("allergens", postgresql.JSONB(none_as_null=True)))
    op.add_column("listing", sa.Column("self_declaration", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("listing", sa.Column("dispatch_days", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("listing", sa.Column("most_transit_days", sa.SmallInteger()))
    op.add_column("listing", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.create_check_constraint(op.f("ck_listing_dispatch_days_are_near"), "listing", "dispatch_days BETWEEN 0 AND 60")
    op.create_check_constraint(op.f("ck_listing_transit_takes_days"), "listing", "most_transit_days BETWEEN 1 AND 60")
    op.add_column("photo", sa.Column("whole_key", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("photo", sa.Column("centre", sa.SmallInteger(), nullable=False, server_default="50"))
    op.create_check_constraint(op.f("ck_photo_centre_is_a_percentage"), "photo", "centre BETWEEN 0 AND 100")


def _stock() -> None:
    op.add_column("stock_item", sa.Column("expected", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("stock_item", sa.Column("expected_on", sa.Date()))
    op.add_column("reservation", sa.Column("expected_on", sa.Date()))
    op.drop_constraint(op.f("ck_stock_item_reserved_is_on_hand"), "stock_item")
    op.drop_constraint(op.f("ck_stock_item_on_hand_is_plausible"), "stock_item")
    for name, rule in (
        ("reserved_is_there_or_expected", "reserved <= on_hand + expected"),
        ("on_hand_is_plausible", "on_hand BETWEEN 0 AND 1000000000"),
        ("expected_is_plausible", "expected BETWEEN 0 AND 1000000"),
        ("expected_has_its_day", "expected = 0 OR expected_on IS NOT NULL"),
    ):
        op.create_check_constraint(op.f(f"ck_stock_item_{name}"), "stock_item", rule)


def downgrade() -> None:
    """Change them back."""
    for name in ("reserved_is_there_or_expected", "on_hand_is_plausible", "expected_is_plausible"):
        op.drop_constraint(op.f(f"ck_stock_item_{name}"), "stock_item")
    op.drop_constraint(op.f("ck_stock_item_expected_has_its_day"), "stock_item")
    op.create_check_constraint(op.f("ck_stock_item_reserved_is_on_hand"), "stock_item", "reserved <= on_hand")
    op.create_check_constraint(op.f("ck_stock_item_on_hand_is_plausible"), "stock_item", "on_hand <= 1000000000")
    for table, columns in (
        ("stock_item", ("expected", "expected_on")),
        ("reservation", ("expected_on",)),
        ("order_line", ("ships_from",)),
        ("catalogue_entry", ("ships_from",)),
        ("photo", ("whole_key", "centre")),
        ("listing", ("allergens", "self_declaration", "dispatch_days", "most_transit_days", "revision")),
        ("variant", ("sold_by_weight", "kg_price_dong", "least_grams", "most_grams")),
    ):
        for column in columns:
            op.drop_column(table, column)
