"""tax withheld is declared and paid by the month; the exemption threshold is dated."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_tax_declared"
down_revision = "2026_11_23_carriers"
branch_labels = None
depends_on = None

AMOUNTS = (
    "sold_dong",
    "returned_dong",
    "vat_withheld_dong",
    "vat_returned_dong",
    "pit_withheld_dong",
    "pit_returned_dong",
)
HEADS = ("vat_dong", "pit_dong", "carried_vat_dong", "carried_pit_dong", "due_vat_dong", "due_pit_dong")
CHECKS = {
    "month_begins": "extract(day FROM month) = 1",
    "only_losses_are_carried": "carried_vat_dong <= 0 AND carried_pit_dong <= 0",
    "due_vat_adds_up": "due_vat_dong = greatest(vat_dong + carried_vat_dong, 0)",
    "due_pit_adds_up": "due_pit_dong = greatest(pit_dong + carried_pit_dong, 0)",
    "filed_has_its_time": "(state = 'prepared') = (filed_at IS NULL)",
    "filed_has_its_document": "(filed_at IS NULL) = (document_id IS NULL)",
    "paid_has_its_time": "(state = 'paid') = (paid_at IS NOT NULL)",
    "payment_has_its_reference": ("state <> 'paid' OR due_vat_dong + due_pit_dong = 0 OR treasury_reference <> ''"),
}
FROZEN = """
CREATE FUNCTION refuse_change_of_filed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_declaration bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.declaration_id ELSE OLD.declaration_id END;
BEGIN
  IF (SELECT state FROM tax_declaration WHERE id = of_declaration) <> 'prepared' THEN
    RAISE EXCEPTION 'a filed declaration does not change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "tax_threshold",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("amount_dong > 0", name=op.f("ck_tax_threshold_amount_above_zero")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_threshold")),
        sa.UniqueConstraint("starts_on", name=op.f("uq_tax_threshold_starts_on")),
    )
    thresholds = sa.table("tax_threshold", sa.column("starts_on"), sa.column("amount_dong"), sa.column("source"))
    source = "Nghị định 141/2026/NĐ-CP, điều 1"
    op.bulk_insert(thresholds, [{"starts_on": date(2026, 1, 1), "amount_dong": 1_000_000_000, "source": source}])
    _create_declaration()
    _create_line()


def _create_declaration() -> None:
    op.create_table(
        "tax_declaration",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "filed",
                "paid",
                name="declaration_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in HEADS),
        sa.Column("treasury_reference", sa.String(length=40), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_by_id", sa.BigInteger(), nullable=True),
        sa.Column("document_id", sa.BigInteger(), nullable=True),
        *(sa.CheckConstraint(condition, name=op.f(f"ck_tax_declaration_{name}")) for name, condition in CHECKS.items()),
        sa.ForeignKeyConstraint(
            ["filed_by_id"], ["user_account.id"], name=op.f("fk_tax_declaration_filed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["paid_by_id"], ["user_account.id"], name=op.f("fk_tax_declaration_paid_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_tax_declaration_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_declaration")),
        sa.UniqueConstraint("month", name=op.f("uq_tax_declaration_month")),
        sa.UniqueConstraint("document_id", name=op.f("uq_tax_declaration_document_id")),
    )


def _create_line() -> None:
    op.create_table(
        "tax_declaration_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("declaration_id", sa.BigInteger(), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("tax_code", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in AMOUNTS),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["tax_declaration.id"],
            name=op.f("fk_tax_declaration_line_declaration_id_tax_declaration"),
        ),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_tax_declaration_line_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_declaration_line")),
        sa.UniqueConstraint(
            "declaration_id", "vendor_id", name=op.f("uq_tax_declaration_line_declaration_id_vendor_id")
        ),
    )
    op.create_index("ix_tax_declaration_line_vendor_id", "tax_declaration_line", ["vendor_id"])
    op.execute(FROZEN)
    op.execute(
        "CREATE TRIGGER tax_declaration_line_frozen BEFORE INSERT OR UPDATE OR DELETE ON tax_declaration_line "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_filed()"
    )


def downgrade() -> None:
    """Undo the change."""
    op.drop_table("tax_declaration_line")
    op.drop_table("tax_declaration")
    op.drop_table("tax_threshold")
    op.execute("DROP FUNCTION refuse_change_of_filed()")
