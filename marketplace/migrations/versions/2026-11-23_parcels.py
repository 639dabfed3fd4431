"""parts are sent in several parcels, with a word to the buyer."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_parcels"
down_revision = "2026_11_23_teams"
branch_labels = None
depends_on = None

CUT = """
UPDATE order_line SET cut_quantity = early.quantity
FROM (
    SELECT credit_note_line.order_line_id, sum(credit_note_line.quantity) AS quantity
    FROM credit_note_line JOIN credit_note ON credit_note.id = credit_note_line.credit_note_id
    WHERE credit_note.stage IN ('unpaid', 'held')
    GROUP BY credit_note_line.order_line_id
) AS early
WHERE early.order_line_id = order_line.id
"""
SHIPPED = """
UPDATE order_line SET shipped_quantity = order_line.quantity - order_line.cut_quantity
FROM vendor_order
WHERE vendor_order.id = order_line.vendor_order_id
  AND vendor_order.status IN ('shipped', 'returning', 'delivered', 'completed')
"""
PARCELS = """
INSERT INTO shipment
    (vendor_order_id, place, number, carrier, tracking_code, shipped_at, delivered_at, returned_at)
SELECT id, 1, number || '-K1', carrier, tracking_code, shipped_at, delivered_at,
    CASE WHEN status = 'returned' THEN (
        SELECT max(at) FROM status_change
        WHERE status_change.vendor_order_id = vendor_order.id AND to_status = 'returned'
    ) END
FROM vendor_order
WHERE status IN ('shipped', 'returning', 'returned', 'delivered', 'completed') AND shipped_at IS NOT NULL
ORDER BY id
"""
INSIDE = """
INSERT INTO shipment_line (shipment_id, order_line_id, quantity)
SELECT shipment.id, order_line.id, order_line.quantity - order_line.cut_quantity
FROM shipment JOIN order_line ON order_line.vendor_order_id = shipment.vendor_order_id
WHERE order_line.quantity > order_line.cut_quantity
ORDER BY order_line.id
"""


def upgrade() -> None:
    """Change the tables; what was sent before went in one parcel for each part."""
    for table, name, kind, empty in (
        ("order_line", "cut_quantity", sa.Integer(), "0"),
        ("order_line", "shipped_quantity", sa.Integer(), "0"),
        ("vendor_order", "note_to_buyer", sa.Text(), ""),
    ):
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=empty))
        op.alter_column(table, name, server_default=None)
    op.create_check_constraint(
        op.f("ck_vendor_order_note_to_buyer_is_short"), "vendor_order", "char_length(note_to_buyer) <= 300"
    )
    op.create_table(
        "shipment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_order_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("carrier", sa.String(length=200), nullable=False),
        sa.Column("tracking_code", sa.String(length=200), nullable=False),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shipped_by_id", sa.BigInteger(), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("place BETWEEN 1 AND 99", name=op.f("ck_shipment_place_is_plausible")),
        sa.CheckConstraint(
            "delivered_at IS NULL OR returned_at IS NULL", name=op.f("ck_shipment_arrived_or_came_back")
        ),
        sa.ForeignKeyConstraint(
            ["shipped_by_id"], ["user_account.id"], name=op.f("fk_shipment_shipped_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_order_id"], ["vendor_order.id"], name=op.f("fk_shipment_vendor_order_id_vendor_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sa.UniqueConstraint("number", name=op.f("uq_shipment_number")),
        sa.UniqueConstraint("vendor_order_id", "place", name=op.f("uq_shipment_vendor_order_id_place")),
    )
    op.create_index(
        "ix_shipment_on_its_way",
        "shipment",
        ["vendor_order_id"],
        postgresql_where=sa.text("delivered_at IS NULL AND returned_at IS NULL"),
    )
    op.create_table(
        "shipment_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("shipment_id", sa.BigInteger(), nullable=False),
        sa.Column("order_line_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_shipment_line_quantity_above_zero")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_shipment_line_order_line_id_order_line")
        ),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_line_shipment_id_shipment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment_line")),
        sa.UniqueConstraint("shipment_id", "order_line_id", name=op.f("uq_shipment_line_shipment_id_order_line_id")),
    )
    op.create_index(op.f("ix_shipment_line_order_line_id"), "shipment_line", ["order_line_id"])
    for statement in (CUT, SHIPPED, PARCELS, INSIDE):
        op.execute(statement)
    op.create_check_constraint(
        op.f("ck_order_line_cut_within_credited"), "order_line", "cut_quantity BETWEEN 0 AND credited_quantity"
    )
    op.create_check_constraint(
        op.f("ck_order_line_shipped_within_what_is_left"),
        "order_line",
        "shipped_quantity BETWEEN 0 AND quantity - cut_quantity",
    )


def downgrade() -> None:
    """Change them back; what was sent in several parcels is forgotten."""
    op.drop_table("shipment_line")
    op.drop_table("shipment")
    op.drop_constraint(op.f("ck_order_line_shipped_within_what_is_left"), "order_line", type_="check")
    op.drop_constraint(op.f("ck_order_line_cut_within_credited"), "order_line", type_="check")
    op.drop_constraint(op.f("ck_vendor_order_note_to_buyer_is_short"), "vendor_order", type_="check")
    op.drop_column("vendor_order", "note_to_buyer")
    op.drop_column("order_line", "shipped_quantity")
    op.drop_column("order_line", "cut_quantity")
