"""money that can be proved."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_money_proved"
down_revision = "2026_11_23_documents"
branch_labels = None
depends_on = None

GROWING = ("credit_note", "credit_note_line")
TILLS = ("bank", "at_vnpay", "at_momo", "at_partner")
TAX_CLASSES = ("goods", "own_produce", "unprocessed_farm", "services", "services_with_goods")
TAX_STATUSES = ("enterprise", "cooperative", "household", "individual", "nonresident")
OLD_ACCOUNTS = (
    "bank",
    "unmatched",
    "receipts",
    "held",
    "refunds_due",
    "vendor_pending",
    "vendor_payable",
    "vendor_debt",
    "payouts_on_way",
    "commission",
)
NEW_ACCOUNTS = ("at_vnpay", "at_momo", "at_partner", "carrier_cash", "tax_to_remit", "delivery")
PURPOSES = ("goods", "delivery", "commission", "vat", "pit", "carriage", "debt", "money")
OUTCOMES = ("new", "exact", "under", "over", "late", "duplicate", "unmatched", "ignored")
METHODS = ("cash", "transfer")
RATES = (
    ("goods", 100, 50, 100),
    ("own_produce", 300, 150, 200),
    ("unprocessed_farm", 0, 50, 100),
    ("services", 500, 200, 500),
    ("services_with_goods", 300, 150, 200),
)
"""VAT, PIT of residents, PIT of others, as basis points (Law 48/2024/QH15, art. 12.2.b; Law 109/2025, art. 7.3)."""
SINCE = date(2026, 7, 1)
SOURCE = "Nghị định 252/2026, điều 44; Luật 48/2024/QH15, điều 12; Luật 109/2025/QH15, điều 7"


def upgrade() -> None:
    """Change the tables."""
    _carriers_and_tax()
    _columns()
    _credit_notes()
    _guards()
    _restate_deliveries()


def _carriers_and_tax() -> None:
    op.create_table(
        "carrier",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier")),
        sa.UniqueConstraint("code", name=op.f("uq_carrier_code")),
    )
    rules = op.create_table(
        "tax_rule",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("tax_status", _one_of("tax_status", TAX_STATUSES), nullable=False),
        sa.Column("tax_class", _one_of("tax_class", TAX_CLASSES), nullable=False),
        sa.Column("vat_basis_points", sa.SmallInteger(), nullable=False),
        sa.Column("pit_basis_points", sa.SmallInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "tax_status IN ('household', 'individual', 'nonresident')",
            name=op.f("ck_tax_rule_withheld_from_persons_only"),
        ),
        sa.CheckConstraint(
            "vat_basis_points BETWEEN 0 AND 5000 AND pit_basis_points BETWEEN 0 AND 5000",
            name=op.f("ck_tax_rule_rates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_rule")),
        sa.UniqueConstraint(
            "tax_status", "tax_class", "starts_on", name=op.f("uq_tax_rule_tax_status_tax_class_starts_on")
        ),
    )
    op.bulk_insert(
        rules,
        [
            {
                "tax_status": status,
                "tax_class": tax_class,
                "vat_basis_points": vat,
                "pit_basis_points": other if status == "nonresident" else resident,
                "starts_on": SINCE,
                "source": SOURCE,
            }
            for status in TAX_STATUSES[2:]
            for tax_class, vat, resident, other in RATES
        ],
    )


def _columns() -> None:
    _add("bank_notice", "came_to", _one_of("came_to", TILLS), "bank")
    _add("payout", "paid_from", _one_of("paid_from", TILLS), "bank")
    _add("refund", "left_from", _one_of("left_from", TILLS), "bank")
    _add("refund", "way", _one_of("refund_way", ("bank", "vnpay", "momo", "vendor")), "bank")
    _add("customer_order", "holding", _one_of("holding", ("agent", "partner", "direct")), "agent")
    _add("ledger_transfer", "purpose", _one_of("purpose", PURPOSES), "money")
    _add("listing", "tax_class", _one_of("tax_class", TAX_CLASSES), "goods")
    _add("order_line", "tax_class", _one_of("tax_class", TAX_CLASSES), "goods")
    for name in ("vat_basis_points", "pit_basis_points"):
        _add("order_line", name, sa.SmallInteger(), "0")
    for name in ("vat_dong", "pit_dong"):
        _add("order_line", name, sa.BigInteger(), "0")
    _add("order_line", "credited_quantity", sa.Integer(), "0")
    _add("vendor", "tax_status", _one_of("tax_status", TAX_STATUSES), "enterprise")
    op.execute("UPDATE vendor SET tax_status = 'cooperative' WHERE kind = 'cooperative'")
    op.execute("UPDATE vendor SET tax_status = 'household' WHERE kind IN ('cooperative_group', 'farm', 'household')")
    for name in ("vat", "pit", "delivery_vat", "delivery_pit"):
        _add("vendor_order", f"{name}_dong", sa.BigInteger(), "0")
    for name in ("goods", "delivery", "commission", "vat", "pit"):
        _add("vendor_order", f"credited_{name}_dong", sa.BigInteger(), "0")
    op.add_column("vendor_order", sa.Column("carrier_id", sa.BigInteger(), nullable=True))
    op.add_column("vendor_order", sa.Column("cash_remitted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_vendor_order_carrier_id"), "vendor_order", ["carrier_id"])
    op.create_foreign_key(op.f("fk_vendor_order_carrier_id_carrier"), "vendor_order", "carrier", ["carrier_id"], ["id"])


def _credit_notes() -> None:
    op.create_table(
        "credit_note",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("vendor_order_id", sa.BigInteger(), nullable=False),
        sa.Column("stage", _one_of("stage", ("unpaid", "held", "pending", "released")), nullable=False),
        sa.Column("goods_dong", sa.BigInteger(), nullable=False),
        sa.Column("delivery_dong", sa.BigInteger(), nullable=False),
        sa.Column("commission_dong", sa.BigInteger(), nullable=False),
        sa.Column("vat_dong", sa.BigInteger(), nullable=False),
        sa.Column("pit_dong", sa.BigInteger(), nullable=False),
        sa.Column("restocked", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_credit_note_has_its_reason")),
        sa.CheckConstraint(
            "commission_dong >= 0 AND vat_dong >= 0 AND pit_dong >= 0",
            name=op.f("ck_credit_note_withheld_not_negative"),
        ),
        sa.CheckConstraint("goods_dong + delivery_dong > 0", name=op.f("ck_credit_note_takes_something_off")),
        sa.CheckConstraint("goods_dong >= 0 AND delivery_dong >= 0", name=op.f("ck_credit_note_amounts_not_negative")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_credit_note_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["vendor_order_id"], ["vendor_order.id"], name=op.f("fk_credit_note_vendor_order_id_vendor_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_note")),
        sa.UniqueConstraint("reference", name=op.f("uq_credit_note_reference")),
    )
    op.create_index("ix_credit_note_at", "credit_note", ["at"])
    op.create_index("ix_credit_note_vendor_order_id", "credit_note", ["vendor_order_id", "id"])
    op.create_table(
        "credit_note_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("credit_note_id", sa.BigInteger(), nullable=False),
        sa.Column("order_line_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("goods_dong", sa.BigInteger(), nullable=False),
        sa.Column("commission_dong", sa.BigInteger(), nullable=False),
        sa.Column("vat_dong", sa.BigInteger(), nullable=False),
        sa.Column("pit_dong", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "commission_dong >= 0 AND vat_dong >= 0 AND pit_dong >= 0",
            name=op.f("ck_credit_note_line_withheld_not_negative"),
        ),
        sa.CheckConstraint("goods_dong > 0", name=op.f("ck_credit_note_line_goods_above_zero")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_credit_note_line_quantity_above_zero")),
        sa.ForeignKeyConstraint(
            ["credit_note_id"], ["credit_note.id"], name=op.f("fk_credit_note_line_credit_note_id_credit_note")
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_credit_note_line_order_line_id_order_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_note_line")),
        sa.UniqueConstraint(
            "credit_note_id", "order_line_id", name=op.f("uq_credit_note_line_credit_note_id_order_line_id")
        ),
    )
    op.create_index(op.f("ix_credit_note_line_order_line_id"), "credit_note_line", ["order_line_id"])
    for table in GROWING:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.add_column("refund", sa.Column("credit_note_id", sa.BigInteger(), nullable=True))
    op.create_index("uq_refund_credit_note", "refund", ["credit_note_id"], unique=True)
    op.create_foreign_key(
        op.f("fk_refund_credit_note_id_credit_note"), "refund", "credit_note", ["credit_note_id"], ["id"]
    )


def _guards() -> None:
    """Say what holds of the new columns, and of the old ones now."""
    _again("ledger_account", "account_kind", _listed("kind", OLD_ACCOUNTS + NEW_ACCOUNTS))
    op.drop_constraint(op.f("ck_ledger_account_owned_where_kept_per_vendor"), "ledger_account")
    _guard(
        "ledger_account",
        "owned_where_kept_per_owner",
        "(kind IN ('carrier_cash', 'vendor_debt', 'vendor_payable', 'vendor_pending')) = (owner_id IS NOT NULL)",
    )
    _again("bank_notice", "notice_outcome", _listed("outcome", (*OUTCOMES, "settlement")))
    _again("customer_order", "payment_method", _listed("method", (*METHODS, "vnpay", "momo")))
    _again("payment", "payment_method", _listed("method", (*METHODS, "vnpay", "momo")))
    _again(
        "refund",
        "due_has_its_account",
        "way <> 'bank' OR status IN ('account_needed', 'failed') "
        "OR (bank_bin IS NOT NULL AND account_number IS NOT NULL)",
    )
    _again("refund", "one_cause", "num_nonnulls(vendor_order_id, notice_id, credit_note_id) = 1")
    _again("vendor_order", "earning_adds_up", "earning_dong = total_dong - commission_dong - vat_dong - pit_dong")
    _guard("vendor_order", "nothing_below_zero", "earning_dong >= 0 AND vat_dong >= 0 AND pit_dong >= 0")
    _guard(
        "vendor_order",
        "tax_holds_that_of_delivery",
        "delivery_vat_dong BETWEEN 0 AND vat_dong AND delivery_pit_dong BETWEEN 0 AND pit_dong",
    )
    for name in ("goods", "delivery", "commission", "vat", "pit"):
        _guard("vendor_order", f"credited_within_{name}", f"credited_{name}_dong BETWEEN 0 AND {name}_dong")
    _guard("order_line", "vat_rate_is_a_share", "vat_basis_points BETWEEN 0 AND 10000")
    _guard("order_line", "pit_rate_is_a_share", "pit_basis_points BETWEEN 0 AND 10000")
    _guard("order_line", "tax_not_negative", "vat_dong >= 0 AND pit_dong >= 0")
    _guard("order_line", "withheld_within_line", "commission_dong + vat_dong + pit_dong <= line_dong")
    _guard("order_line", "credited_within_quantity", "credited_quantity BETWEEN 0 AND quantity")


def _restate_deliveries() -> None:
    """Book again, with its purposes, what was booked of deliveries without them: each account keeps its balance.

    Before, a delivered part had its earning and the commission in one step each. The ledger only grows, so both are
    taken back beside the same sums in the form that statements read: goods, delivery, and the commission out of them.
    """
    op.execute(
        """
        WITH old AS (
          SELECT part.id AS part_id, part.vendor_id, part.goods_dong, part.delivery_dong, part.commission_dong,
                 part.earning_dong, posting.posted_at, posting.words, orders.method = 'cash' AS is_cash
          FROM ledger_posting AS posting
          JOIN vendor_order AS part ON posting.reference = 'vendor-order/' || part.id || '/delivered'
          JOIN customer_order AS orders ON orders.id = part.order_id
        ), restated AS (
          INSERT INTO ledger_posting (reference, words, posted_at)
          SELECT 'vendor-order/' || part_id || '/restated', words, posted_at FROM old RETURNING id, reference
        ), account AS (
          SELECT id, kind, owner_id FROM ledger_account
        )
        INSERT INTO ledger_transfer (posting_id, debit_account_id, credit_account_id, amount_dong, purpose)
        SELECT restated.id, debit.id, credit.id, move.amount, move.purpose
        FROM old
        JOIN restated ON restated.reference = 'vendor-order/' || old.part_id || '/restated'
        CROSS JOIN LATERAL (VALUES
          (NOT is_cash, 'vendor_pending', 'held', earning_dong, 'money'),
          (NOT is_cash, 'commission', 'held', commission_dong, 'money'),
          (NOT is_cash, 'held', 'vendor_pending', goods_dong, 'goods'),
          (NOT is_cash, 'held', 'vendor_pending', delivery_dong, 'delivery'),
          (NOT is_cash, 'vendor_pending', 'commission', commission_dong, 'commission'),
          (is_cash, 'commission', 'vendor_debt', commission_dong, 'money'),
          (is_cash, 'vendor_debt', 'commission', commission_dong, 'commission')
        ) AS move (applies, debit, credit, amount, purpose)
        JOIN account AS debit ON debit.kind = move.debit
          AND debit.owner_id IS NOT DISTINCT FROM CASE WHEN move.debit LIKE 'vendor%' THEN old.vendor_id END
        JOIN account AS credit ON credit.kind = move.credit
          AND credit.owner_id IS NOT DISTINCT FROM CASE WHEN move.credit LIKE 'vendor%' THEN old.vendor_id END
        WHERE move.applies AND move.amount > 0
        """
    )


def _one_of(name: str, members: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def _add(table: str, name: str, kind: sa.types.TypeEngine, value: str) -> None:
    """Add a column that rows of before have this value in, and new ones must say."""
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=value))
    op.alter_column(table, name, server_default=None)


def _listed(name: str, members: tuple[str, ...]) -> str:
    return f"{name} IN ({', '.join(repr(member) for member in members)})"


def _guard(table: str, name: str, rule: str) -> None:
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)


def _again(table: str, name: str, rule: str) -> None:
    op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
    _guard(table, name, rule)


def downgrade() -> None:
    """There is no way back: what was credited and withheld would be lost."""
    raise RuntimeError("the books only grow: a market that has posted so cannot go back")
