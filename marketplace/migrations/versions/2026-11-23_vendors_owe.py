"""vendors owe, and are invoiced."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_dues"
down_revision = "2026_11_23_payout_batches"
branch_labels = None
depends_on = None

DOCUMENTS = ("payout_statement", "commission_invoice", "tax_certificate", "declaration", "credit_note")


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "dues_invoice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "paid",
                "set_off",
                "withdrawn",
                name="dues_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.Column("reminded_before_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_after_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'open') = (settled_at IS NULL)", name=op.f("ck_dues_invoice_settled_has_its_time")
        ),
        sa.CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_because <> '')", name=op.f("ck_dues_invoice_withdrawn_has_its_reason")
        ),
        sa.CheckConstraint("amount_dong > 0 OR status <> 'open'", name=op.f("ck_dues_invoice_nothing_is_never_open")),
        sa.CheckConstraint("amount_dong >= 0", name=op.f("ck_dues_invoice_amount_not_negative")),
        sa.CheckConstraint("extract(day FROM month) = 1", name=op.f("ck_dues_invoice_month_is_its_first_day")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_dues_invoice_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dues_invoice")),
        sa.UniqueConstraint("reference", name=op.f("uq_dues_invoice_reference")),
    )
    op.create_index(
        "ix_dues_invoice_open", "dues_invoice", ["due_on"], unique=False, postgresql_where=sa.text("status = 'open'")
    )
    op.create_index("ix_dues_invoice_vendor_id", "dues_invoice", ["vendor_id", "id"], unique=False)
    op.create_table(
        "dues_claim",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("transfer_id", sa.BigInteger(), nullable=False),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["dues_invoice.id"], name=op.f("fk_dues_claim_invoice_id_dues_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["ledger_transfer.id"], name=op.f("fk_dues_claim_transfer_id_ledger_transfer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dues_claim")),
    )
    op.create_index("ix_dues_claim_invoice_id", "dues_claim", ["invoice_id"], unique=False)
    op.create_index(
        "uq_dues_claim_standing",
        "dues_claim",
        ["transfer_id"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL"),
    )
    _allow_documents(*DOCUMENTS, "dues_notice")


def downgrade() -> None:
    """Change them back; refused while such a notice was issued."""
    _allow_documents(*DOCUMENTS)
    op.drop_table("dues_claim")
    op.drop_table("dues_invoice")


def _allow_documents(*kinds: str) -> None:
    listed = ", ".join(repr(kind) for kind in kinds)
    for table in ("document", "document_series"):
        op.drop_constraint(op.f(f"ck_{table}_document_kind"), table)
        op.create_check_constraint(op.f(f"ck_{table}_document_kind"), table, f"kind IN ({listed})")
