"""buyers pay straight to the vendors."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_straight"
down_revision = "2026_11_23_gateways"
branch_labels = None
depends_on = None

PAYMENT_STATUSES = ("on_delivery", "awaiting", "paid", "expired", "void")


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "direct_payment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_order_id", sa.BigInteger(), nullable=False),
        sa.Column("memo", sa.String(length=40), nullable=False),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column("bank_bin", sa.String(length=40), nullable=False),
        sa.Column("account_number", sa.String(length=40), nullable=False),
        sa.Column("account_holder", sa.String(length=200), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "awaiting",
                "claimed",
                "received",
                "not_received",
                "given_back",
                "void",
                name="direct_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by_id", sa.BigInteger(), nullable=True),
        sa.Column("denied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("denied_by_id", sa.BigInteger(), nullable=True),
        sa.Column("given_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'given_back') = (given_back_at IS NOT NULL)",
            name=op.f("ck_direct_payment_given_back_has_its_time"),
        ),
        sa.CheckConstraint(
            "(status IN ('received', 'given_back')) = (received_at IS NOT NULL)",
            name=op.f("ck_direct_payment_received_has_its_time"),
        ),
        sa.CheckConstraint("account_number ~ '^\\d{4,19}$'", name=op.f("ck_direct_payment_number_is_digits")),
        sa.CheckConstraint("bank_bin ~ '^\\d{6}$'", name=op.f("ck_direct_payment_bank_is_a_bin")),
        sa.CheckConstraint(
            "status <> 'claimed' OR claimed_at IS NOT NULL", name=op.f("ck_direct_payment_claimed_has_its_time")
        ),
        sa.CheckConstraint(
            "status <> 'not_received' OR denied_at IS NOT NULL", name=op.f("ck_direct_payment_denied_has_its_time")
        ),
        sa.CheckConstraint("amount_dong > 0", name=op.f("ck_direct_payment_amount_above_zero")),
        sa.ForeignKeyConstraint(
            ["denied_by_id"], ["user_account.id"], name=op.f("fk_direct_payment_denied_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["user_account.id"], name=op.f("fk_direct_payment_received_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_order_id"], ["vendor_order.id"], name=op.f("fk_direct_payment_vendor_order_id_vendor_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_direct_payment")),
        sa.UniqueConstraint("memo", name=op.f("uq_direct_payment_memo")),
        sa.UniqueConstraint("vendor_order_id", name=op.f("uq_direct_payment_vendor_order_id")),
    )
    op.create_index(
        "ix_direct_payment_claimed",
        "direct_payment",
        ["claimed_at"],
        unique=False,
        postgresql_where=sa.text("status = 'claimed'"),
    )
    op.create_index(
        "ix_direct_payment_unpaid",
        "direct_payment",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('awaiting', 'not_received')"),
    )
    op.create_table(
        "refund_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("refund_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "account",
                "in_cash",
                "given_back",
                "confirmed",
                "objected",
                "never_came",
                "settled",
                name="step_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_refund_step_by_id_user_account")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_refund_step_refund_id_refund")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_step")),
    )
    op.create_index("ix_refund_step_refund_id", "refund_step", ["refund_id", "id"], unique=False)
    op.execute(
        "CREATE TRIGGER refund_step_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON refund_step "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    _allow_statuses(*PAYMENT_STATUSES, "direct")


def downgrade() -> None:
    """Change them back; refused while an order is paid straight to its vendors."""
    _allow_statuses(*PAYMENT_STATUSES)
    op.drop_table("refund_step")
    op.drop_table("direct_payment")


def _allow_statuses(*statuses: str) -> None:
    op.drop_constraint(op.f("ck_payment_payment_status"), "payment")
    listed = ", ".join(repr(status) for status in statuses)
    op.create_check_constraint(op.f("ck_payment_payment_status"), "payment", f"status IN ({listed})")
