"""lines that are sold by weight are settled at packing; a vendor's newest parts are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_weighed"
down_revision = "2026_11_23_changes_are_proposed"
branch_labels = None
depends_on = None

CHECKS = (
    ("by_weight_has_its_terms", "num_nonnulls(kg_price_dong, agreed_grams) IN (0, 2)"),
    ("terms_by_weight_above_zero", "kg_price_dong > 0 AND agreed_grams > 0"),
    ("weighed_wholly", "num_nonnulls(weighed_quantity, weighed_grams, weighed_dong) IN (0, 3)"),
    ("weighed_is_by_weight", "weighed_grams IS NULL OR agreed_grams IS NOT NULL"),
    ("weighed_above_zero", "weighed_quantity BETWEEN 1 AND quantity AND weighed_grams > 0"),
    ("weighed_costs_no_more_than_agreed", "weighed_dong BETWEEN 1 AND unit_price_dong * weighed_quantity"),
)


def upgrade() -> None:
    """Change the tables."""
    for name, kind in (
        ("kg_price_dong", sa.BigInteger()),
        ("agreed_grams", sa.Integer()),
        ("weighed_quantity", sa.Integer()),
        ("weighed_grams", sa.Integer()),
        ("weighed_dong", sa.BigInteger()),
    ):
        op.add_column("order_line", sa.Column(name, kind, nullable=True))
    for name, rule in CHECKS:
        op.create_check_constraint(op.f(f"ck_order_line_{name}"), "order_line", rule)
    op.create_index("ix_vendor_order_newest", "vendor_order", ["vendor_id", "id"])
    op.add_column("credit_note_line", sa.Column("grams", sa.Integer(), nullable=True))
    op.drop_constraint(op.f("ck_credit_note_line_quantity_above_zero"), "credit_note_line", type_="check")
    op.create_check_constraint(
        op.f("ck_credit_note_line_takes_pieces_or_weight"),
        "credit_note_line",
        "quantity >= 0 AND (quantity = 0) = (grams IS NOT NULL)",
    )


def downgrade() -> None:
    """Change them back, while nothing was weighed."""
    op.drop_constraint(op.f("ck_credit_note_line_takes_pieces_or_weight"), "credit_note_line", type_="check")
    op.create_check_constraint(op.f("ck_credit_note_line_quantity_above_zero"), "credit_note_line", "quantity > 0")
    op.drop_column("credit_note_line", "grams")
    op.drop_index("ix_vendor_order_newest", table_name="vendor_order")
    for name, _ in CHECKS:
        op.drop_constraint(op.f(f"ck_order_line_{name}"), "order_line", type_="check")
    for name in ("weighed_dong", "weighed_grams", "weighed_quantity", "agreed_grams", "kg_price_dong"):
        op.drop_column("order_line", name)
