"""buyers pay at gateways."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_gateways"
down_revision = "2026_11_23_audits_by_check"
branch_labels = None
depends_on = None

METHODS = ("cash", "transfer", "vnpay", "momo")
TILLS = ("bank", "at_vnpay", "at_momo", "at_partner")
OUTCOMES = (
    *("new", "exact", "under", "over", "late", "duplicate", "unmatched", "settlement", "returned"),
    "ignored",
)


def upgrade() -> None:
    """Change the tables."""
    _tries()
    op.create_table(
        "refused_notices",
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "day", name=op.f("pk_refused_notices")),
    )
    op.drop_constraint(op.f("ck_payment_transfer_has_its_memo"), "payment")
    _guard("payment", "all_but_cash_has_its_memo", "(method = 'cash') = (memo IS NULL)")
    _notices()
    _refunds()


def _tries() -> None:
    op.create_table(
        "gateway_try",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("method", _one_of("payment_method", METHODS), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column("status", _one_of("try_status", ("waiting", "paid", "failed")), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("pay_url", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ask_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("method IN ('vnpay', 'momo')", name=op.f("ck_gateway_try_at_a_gateway")),
        sa.CheckConstraint("amount_dong > 0", name=op.f("ck_gateway_try_amount_above_zero")),
        sa.CheckConstraint("begun_at < expires_at", name=op.f("ck_gateway_try_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_gateway_try_payment_id_payment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_try")),
        sa.UniqueConstraint("reference", name=op.f("uq_gateway_try_reference")),
    )
    op.create_index(op.f("ix_gateway_try_payment_id"), "gateway_try", ["payment_id"])
    op.create_index("ix_gateway_try_waiting", "gateway_try", ["ask_at"], postgresql_where=sa.text("status = 'waiting'"))


def _notices() -> None:
    op.drop_constraint(op.f("ck_bank_notice_notice_outcome"), "bank_notice")
    _guard("bank_notice", "notice_outcome", f"outcome IN ({', '.join(repr(member) for member in OUTCOMES)})")
    op.add_column("bank_notice", sa.Column("try_id", sa.BigInteger(), nullable=True))
    op.add_column("bank_notice", sa.Column("settles", _one_of("settles", TILLS), nullable=True))
    op.create_index(op.f("ix_bank_notice_try_id"), "bank_notice", ["try_id"])
    op.create_foreign_key(op.f("fk_bank_notice_try_id_gateway_try"), "bank_notice", "gateway_try", ["try_id"], ["id"])


def _refunds() -> None:
    op.alter_column("refund", "order_id", nullable=True)
    op.add_column("refund", sa.Column("through_id", sa.BigInteger(), nullable=True))
    op.add_column("refund", sa.Column("provider_id", sa.String(length=200), nullable=True))
    op.create_index(op.f("ix_refund_through_id"), "refund", ["through_id"])
    op.create_foreign_key(op.f("fk_refund_through_id_bank_notice"), "refund", "bank_notice", ["through_id"], ["id"])
    _guard("refund", "of_an_order_or_nobodys", "order_id IS NOT NULL OR notice_id IS NOT NULL")
    _guard("refund", "gateway_knows_the_payment", "way NOT IN ('vnpay', 'momo') OR through_id IS NOT NULL")


def _one_of(name: str, members: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def _guard(table: str, name: str, rule: str) -> None:
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)


def downgrade() -> None:
    """There is no way back: what was paid at gateways would be lost."""
    raise RuntimeError("what was paid at gateways would be lost: restore a backup instead")
