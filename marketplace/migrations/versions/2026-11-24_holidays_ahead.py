"""Vendors plan several holidays ahead; the one they had becomes the first of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ExcludeConstraint

revision = "2026_11_24_holidays_ahead"
down_revision = "2026_11_24_contracts"
branch_labels = None
depends_on = None

KEEP = """
    INSERT INTO holiday (vendor_id, first_day, last_day, planned_at)
    SELECT id, coalesce(holiday_from, holiday_until), coalesce(holiday_until, holiday_from), now()
    FROM vendor WHERE coalesce(holiday_from, holiday_until) IS NOT NULL
"""
KEEP_NEXT = """
    UPDATE vendor SET holiday_from = next.first_day, holiday_until = next.last_day
    FROM (SELECT DISTINCT ON (vendor_id) vendor_id, first_day, last_day FROM holiday
          WHERE last_day >= current_date ORDER BY vendor_id, first_day) AS next
    WHERE next.vendor_id = vendor.id
"""


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "holiday",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_holiday_days_in_order")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_holiday_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        ExcludeConstraint(
            (sa.text("int8range(vendor_id, vendor_id, '[]')"), "&&"),
            (sa.text("daterange(first_day, last_day, '[]')"), "&&"),
            name="ex_holiday_none_overlap",
        ),
    )
    op.create_index(op.f("ix_holiday_vendor_id"), "holiday", ["vendor_id", "last_day"])
    op.execute(KEEP)
    op.drop_constraint(op.f("ck_vendor_holiday_has_an_order"), "vendor")
    op.drop_column("vendor", "holiday_from")
    op.drop_column("vendor", "holiday_until")


def downgrade() -> None:
    """Change them back; of several holidays the next is kept."""
    op.add_column("vendor", sa.Column("holiday_from", sa.Date(), nullable=True))
    op.add_column("vendor", sa.Column("holiday_until", sa.Date(), nullable=True))
    op.create_check_constraint(op.f("ck_vendor_holiday_has_an_order"), "vendor", "holiday_from <= holiday_until")
    op.execute(KEEP_NEXT)
    op.drop_table("holiday")
