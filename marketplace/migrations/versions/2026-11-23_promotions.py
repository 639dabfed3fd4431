"""coupons, reduced prices and what they cost."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from marketplace.audit import append_only

revision = "2026_11_23_promotions"
down_revision = "2026_11_23_views"
branch_labels = None
depends_on = None

MONEY = {
    "customer_order": ("discount_dong", "promotion_dong"),
    "vendor_order": (
        "discount_goods_dong",
        "discount_delivery_dong",
        "promotion_goods_dong",
        "promotion_delivery_dong",
        "credited_promotion_goods_dong",
        "credited_promotion_delivery_dong",
    ),
    "order_line": ("discount_dong", "promotion_dong"),
    "credit_note": ("promotion_goods_dong", "promotion_delivery_dong"),
    "credit_note_line": ("promotion_dong",),
}
WITHIN_PRICE = "promotion_goods_dong BETWEEN 0 AND goods_dong AND promotion_delivery_dong BETWEEN 0 AND delivery_dong"
CREDITED_WITHIN = (
    "credited_promotion_goods_dong BETWEEN 0 AND promotion_goods_dong"
    " AND credited_promotion_delivery_dong BETWEEN 0 AND promotion_delivery_dong"
)
RULES = (
    (
        "customer_order",
        "total_adds_up",
        "total_dong = goods_dong + delivery_dong",
        "total_dong = goods_dong + delivery_dong - promotion_dong",
    ),
    ("customer_order", "coupons_not_negative", "", "discount_dong >= 0 AND promotion_dong >= 0"),
    (
        "vendor_order",
        "total_adds_up",
        "total_dong = goods_dong + delivery_dong",
        "total_dong = goods_dong + delivery_dong - promotion_goods_dong - promotion_delivery_dong",
    ),
    (
        "vendor_order",
        "earning_adds_up",
        "earning_dong = total_dong - commission_dong - vat_dong - pit_dong",
        "earning_dong = goods_dong + delivery_dong - commission_dong - vat_dong - pit_dong",
    ),
    ("vendor_order", "discount_not_negative", "", "discount_goods_dong >= 0 AND discount_delivery_dong >= 0"),
    ("vendor_order", "promotion_within_price", "", WITHIN_PRICE),
    (
        "vendor_order",
        "credited_within_promotion",
        "",
        CREDITED_WITHIN,
    ),
    (
        "order_line",
        "line_adds_up",
        "line_dong = unit_price_dong * quantity",
        "line_dong = unit_price_dong * quantity - discount_dong",
    ),
    ("order_line", "discount_leaves_a_price", "", "discount_dong >= 0 AND line_dong > 0"),
    ("order_line", "promotion_within_line", "", "promotion_dong BETWEEN 0 AND line_dong"),
    ("credit_note", "promotion_within_price", "", WITHIN_PRICE),
    ("credit_note_line", "promotion_within_goods", "", "promotion_dong BETWEEN 0 AND goods_dong"),
)
"""Table, name, the rule before (none: there was none) and the rule from now on."""
KINDS = (
    "bank",
    "at_vnpay",
    "at_momo",
    "at_partner",
    "carrier_cash",
    "unmatched",
    "receipts",
    "held",
    "refunds_due",
    "vendor_pending",
    "vendor_payable",
    "vendor_debt",
    "payouts_on_way",
    "commission",
    "tax_to_remit",
    "delivery",
)
PURPOSES = ("goods", "delivery", "commission", "vat", "pit", "carriage", "debt", "money")


def upgrade() -> None:
    """Change the tables."""
    for table, columns in MONEY.items():
        for column in columns:
            op.add_column(table, sa.Column(column, sa.BigInteger(), nullable=False, server_default="0"))
            op.alter_column(table, column, server_default=None)
    for table, name, before, now in RULES:
        _rule(table, name, before, now)
    _choices((*KINDS, "promotion"), (*PURPOSES, "promotion"))
    _coupons()
    _uses()
    _prices()


def _rule(table: str, name: str, before: str, now: str) -> None:
    if before:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
    if now:
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, now)


def _choices(kinds: tuple[str, ...], purposes: tuple[str, ...]) -> None:
    for table, name, column, members in (
        ("ledger_account", "account_kind", "kind", kinds),
        ("ledger_transfer", "purpose", "purpose", purposes),
    ):
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
        listed = ", ".join(f"'{member}'" for member in members)
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, f"{column} IN ({listed})")


def _choice(name: str, *members: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def _coupons() -> None:
    op.create_table(
        "coupon",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("printed", sa.String(length=40), nullable=False),
        sa.Column("kind", _choice("coupon_kind", "percent", "amount", "delivery"), nullable=False),
        sa.Column("basis_points", sa.SmallInteger(), nullable=True),
        sa.Column("most_dong", sa.BigInteger(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("least_order_dong", sa.BigInteger(), nullable=False),
        sa.Column("first_order_only", sa.Boolean(), nullable=False),
        sa.Column("most_uses", sa.Integer(), nullable=True),
        sa.Column("most_uses_each", sa.Integer(), nullable=True),
        sa.Column("budget_dong", sa.BigInteger(), nullable=True),
        sa.Column("listing_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("category_numbers", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("vendor_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("cost_dong", sa.BigInteger(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        *_coupon_rules(),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_coupon_vendor_id_vendor")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_coupon_created_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon")),
        sa.UniqueConstraint("code", name=op.f("uq_coupon_code")),
    )
    op.create_index("ix_coupon_vendor_id", "coupon", ["vendor_id", "id"])


def _coupon_rules() -> list[sa.CheckConstraint]:
    rules = {
        "code_is_folded": "code ~ '^[A-Z0-9]{4,20}$'",
        "percent_has_its_share": "(kind = 'percent') = (basis_points IS NOT NULL)",
        "amount_is_named": "kind = 'percent' OR most_dong IS NOT NULL",
        "share_within_the_law": "basis_points BETWEEN 1 AND 5000",
        "amounts_not_negative": "most_dong > 0 AND least_order_dong >= 0",
        "amount_within_the_law": "kind <> 'amount' OR least_order_dong >= 2 * most_dong",
        "ends_after_it_begins": "first_day <= last_day",
        "limits_above_zero": "most_uses > 0 AND most_uses_each > 0 AND budget_dong > 0",
        "uses_within_limit": "uses >= 0 AND (most_uses IS NULL OR uses <= most_uses)",
        "cost_within_budget": "cost_dong >= 0 AND (budget_dong IS NULL OR cost_dong <= budget_dong)",
        "vendors_coupon_is_for_its_own_goods": "vendor_id IS NULL OR vendor_ids = '{}'",
    }
    return [sa.CheckConstraint(rule, name=op.f(f"ck_coupon_{name}")) for name, rule in rules.items()]


def _uses() -> None:
    op.create_table(
        "cart_coupon",
        sa.Column("cart_id", sa.BigInteger(), nullable=False),
        sa.Column("coupon_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["cart_id"], ["cart.id"], name=op.f("fk_cart_coupon_cart_id_cart"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["coupon_id"], ["coupon.id"], name=op.f("fk_cart_coupon_coupon_id_coupon"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cart_id", "coupon_id", name=op.f("pk_cart_coupon")),
    )
    op.create_index(op.f("ix_cart_coupon_coupon_id"), "cart_coupon", ["coupon_id"])
    op.create_table(
        "coupon_use",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("coupon_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("buyer_id", sa.BigInteger(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_dong >= 0", name=op.f("ck_coupon_use_amount_not_negative")),
        sa.CheckConstraint("released_at IS NULL OR amount_dong = 0", name=op.f("ck_coupon_use_released_holds_nothing")),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_use_coupon_id_coupon")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["customer_order.id"], name=op.f("fk_coupon_use_order_id_customer_order")
        ),
        sa.ForeignKeyConstraint(["buyer_id"], ["user_account.id"], name=op.f("fk_coupon_use_buyer_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_use")),
        sa.UniqueConstraint("coupon_id", "order_id", name=op.f("uq_coupon_use_coupon_id_order_id")),
    )
    op.create_index(op.f("ix_coupon_use_order_id"), "coupon_use", ["order_id"])
    op.create_index(op.f("ix_coupon_use_buyer_id"), "coupon_use", ["buyer_id"])
    op.create_index(
        "ix_coupon_use_standing", "coupon_use", ["coupon_id", "phone"], postgresql_where=sa.text("released_at IS NULL")
    )


def _prices() -> None:
    op.create_table(
        "price_record",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("price_dong", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("price_dong > 0", name=op.f("ck_price_record_price_above_zero")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_price_record_variant_id_variant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_record")),
    )
    op.create_index("ix_price_record_variant_id", "price_record", ["variant_id", "at"])
    op.execute("INSERT INTO price_record (variant_id, price_dong, at) SELECT id, price_dong, now() FROM variant")
    op.execute(append_only("price_record"))
    _reductions()
    op.add_column("catalogue_entry", sa.Column("was_dong", sa.BigInteger(), nullable=True))


def _reductions() -> None:
    rules = {
        "price_above_zero": "price_dong > 0",
        "ends_after_it_begins": "first_day <= last_day",
        "at_most_half_off": "regular_dong > price_dong AND regular_dong <= 2 * price_dong",
        "begun_knows_its_prices": "state NOT IN ('running', 'ended')"
        " OR (regular_dong IS NOT NULL AND lowest_dong IS NOT NULL)",
        "over_has_its_time": "(state IN ('ended', 'withdrawn')) = (over_at IS NOT NULL)",
    }
    op.create_table(
        "reduction",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("price_dong", sa.BigInteger(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", _choice("reduction_state", "planned", "running", "ended", "withdrawn"), nullable=False),
        sa.Column("regular_dong", sa.BigInteger(), nullable=True),
        sa.Column("lowest_dong", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_reduction_{name}")) for name, rule in rules.items()),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_reduction_created_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_reduction_variant_id_variant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reduction")),
    )
    op.create_index("ix_reduction_variant_id", "reduction", ["variant_id", "id"])
    op.create_index(
        "uq_reduction_open",
        "reduction",
        ["variant_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('planned', 'running')"),
    )


def downgrade() -> None:
    """Change them back; only while nothing was promoted."""
    op.drop_column("catalogue_entry", "was_dong")
    for table in ("reduction", "price_record", "coupon_use", "cart_coupon", "coupon"):
        op.drop_table(table)
    _choices(KINDS, PURPOSES)
    for table, name, before, now in RULES:
        _rule(table, name, now, before)
    for table, columns in MONEY.items():
        for column in columns:
            op.drop_column(table, column)
