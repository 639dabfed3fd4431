"""the market opens."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_23_opening"
down_revision = None
branch_labels = None
depends_on = None


GROWING = (
    "audit_entry",
    "ledger_posting",
    "ledger_transfer",
    "stock_movement",
)


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "category",
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("sector_vi", sa.String(length=200), nullable=False),
        sa.Column("sector_en", sa.String(length=200), nullable=False),
        sa.Column("sector_fr", sa.String(length=200), nullable=False),
        sa.Column("name_vi", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("name_fr", sa.String(length=200), nullable=False),
        sa.Column("label_vi", sa.String(length=200), nullable=False),
        sa.Column("label_en", sa.String(length=200), nullable=False),
        sa.Column("label_fr", sa.String(length=200), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("is_food", sa.Boolean(), nullable=False),
        sa.Column(
            "storage",
            sa.Enum(
                "ambient",
                "chilled",
                "frozen",
                "live",
                name="storage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_category")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_slug")),
    )
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
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
                name="account_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('vendor_debt', 'vendor_payable', 'vendor_pending')) = (owner_id IS NOT NULL)",
            name=op.f("ck_ledger_account_owned_where_kept_per_vendor"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint(
            "kind", "owner_id", name=op.f("uq_ledger_account_kind_owner_id"), postgresql_nulls_not_distinct=True
        ),
    )
    op.create_table(
        "ledger_audit_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("turnover_dong", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_audit_run")),
    )
    op.create_index(op.f("ix_ledger_audit_run_ran_at"), "ledger_audit_run", ["ran_at"], unique=False)
    op.create_table(
        "ledger_posting",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_posting")),
        sa.UniqueConstraint("reference", name=op.f("uq_ledger_posting_reference")),
    )
    op.create_index(op.f("ix_ledger_posting_posted_at"), "ledger_posting", ["posted_at"], unique=False)
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
    )
    op.create_index(
        "ix_outbox_message_undispatched",
        "outbox_message",
        ["id"],
        unique=False,
        postgresql_where=sa.text("dispatched_at IS NULL"),
    )
    op.create_table(
        "province",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("tỉnh", "thành phố", name="province_kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("name_fold", sa.String(length=200), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_province")),
        sa.UniqueConstraint("slug", name=op.f("uq_province_slug")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column(
            "staff_role",
            sa.Enum(
                "administrator", "officer", name="staff_role", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("phone ~ '^\\+84\\d{9,10}$'", name=op.f("ck_user_account_phone_is_e164")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_user_account_email_is_folded")),
        sa.CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name=op.f("ck_user_account_can_be_reached")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
        sa.UniqueConstraint("phone", name=op.f("uq_user_account_phone")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=200), nullable=False),
        sa.Column("subject_kind", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("request_id", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_audit_entry_actor_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_actor_id"), "audit_entry", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject_kind", "subject_id"], unique=False)
    op.create_table(
        "cart",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("token", sa.String(length=200), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("user_id IS NOT NULL OR token IS NOT NULL", name=op.f("ck_cart_belongs_to_someone")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_cart_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart")),
        sa.UniqueConstraint("token", name=op.f("uq_cart_token")),
        sa.UniqueConstraint("user_id", name=op.f("uq_cart_user_id")),
    )
    op.create_index("ix_cart_touched_at", "cart", ["touched_at"], unique=False)
    op.create_table(
        "commune",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("province_code", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "phường", "xã", "đặc khu", name="commune_kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("name_alias", sa.String(length=200), nullable=True),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("former_district", sa.String(length=200), nullable=True),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("name_fold", sa.String(length=200), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
        sa.Column("latitude", sa.Numeric(precision=7, scale=4), nullable=True),
        sa.Column("longitude", sa.Numeric(precision=7, scale=4), nullable=True),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_commune_point_is_whole")),
        sa.ForeignKeyConstraint(["province_code"], ["province.code"], name=op.f("fk_commune_province_code_province")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_commune")),
        sa.UniqueConstraint("province_code", "slug", name=op.f("uq_commune_province_code_slug")),
    )
    op.create_index(op.f("ix_commune_former_district"), "commune", ["former_district"], unique=False)
    op.create_index("ix_commune_province_code_sort_key", "commune", ["province_code", "sort_key"], unique=False)
    op.create_table(
        "ledger_transfer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), nullable=False),
        sa.Column("debit_account_id", sa.BigInteger(), nullable=False),
        sa.Column("credit_account_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_dong > 0", name=op.f("ck_ledger_transfer_amount_above_zero")),
        sa.CheckConstraint("debit_account_id <> credit_account_id", name=op.f("ck_ledger_transfer_two_sides")),
        sa.ForeignKeyConstraint(
            ["credit_account_id"],
            ["ledger_account.id"],
            name=op.f("fk_ledger_transfer_credit_account_id_ledger_account"),
        ),
        sa.ForeignKeyConstraint(
            ["debit_account_id"], ["ledger_account.id"], name=op.f("fk_ledger_transfer_debit_account_id_ledger_account")
        ),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["ledger_posting.id"], name=op.f("fk_ledger_transfer_posting_id_ledger_posting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transfer")),
    )
    op.create_index(
        "ix_ledger_transfer_credit",
        "ledger_transfer",
        ["credit_account_id", "id"],
        unique=False,
        postgresql_include=["amount_dong"],
    )
    op.create_index(
        "ix_ledger_transfer_debit",
        "ledger_transfer",
        ["debit_account_id", "id"],
        unique=False,
        postgresql_include=["amount_dong"],
    )
    op.create_index(op.f("ix_ledger_transfer_posting_id"), "ledger_transfer", ["posting_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("app", "mail", name="channel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "sent", "failed", name="notice_state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.CheckConstraint("(channel = 'app') <= (user_id IS NOT NULL)", name=op.f("ck_notice_app_needs_a_person")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_notice_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", "channel", "recipient", name=op.f("uq_notice_key_channel_recipient")),
    )
    op.create_index("ix_notice_user_id", "notice", ["user_id", "id"], unique=False)
    op.create_index(
        "ix_notice_waiting", "notice", ["next_try_at"], unique=False, postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_table(
        "outbox_delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("reaction", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "done",
                "given_up",
                name="delivery_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'done') = (done_at IS NOT NULL)", name=op.f("ck_outbox_delivery_done_has_its_time")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["outbox_message.id"],
            name=op.f("fk_outbox_delivery_message_id_outbox_message"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_delivery")),
        sa.UniqueConstraint("message_id", "reaction", name=op.f("uq_outbox_delivery_message_id_reaction")),
    )
    op.create_index(
        "ix_outbox_delivery_waiting",
        "outbox_delivery",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "address",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("province_code", sa.String(length=40), nullable=False),
        sa.Column("commune_code", sa.String(length=40), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["commune_code"], ["commune.code"], name=op.f("fk_address_commune_code_commune")),
        sa.ForeignKeyConstraint(["province_code"], ["province.code"], name=op.f("fk_address_province_code_province")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_address_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
    )
    op.create_index("ix_address_user_id", "address", ["user_id"], unique=False)
    op.create_index("uq_address_default", "address", ["user_id"], unique=True, postgresql_where=sa.text("is_default"))
    op.create_table(
        "customer_order",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("checkout_key", sa.Uuid(), nullable=False),
        sa.Column("access_token", sa.String(length=200), nullable=False),
        sa.Column("buyer_id", sa.BigInteger(), nullable=True),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("province_code", sa.String(length=40), nullable=False),
        sa.Column("commune_code", sa.String(length=40), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("cash", "transfer", name="payment_method", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("goods_dong", sa.BigInteger(), nullable=False),
        sa.Column("delivery_dong", sa.BigInteger(), nullable=False),
        sa.Column("total_dong", sa.BigInteger(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "goods_dong > 0 AND delivery_dong >= 0", name=op.f("ck_customer_order_amounts_not_negative")
        ),
        sa.CheckConstraint("total_dong = goods_dong + delivery_dong", name=op.f("ck_customer_order_total_adds_up")),
        sa.ForeignKeyConstraint(
            ["buyer_id"], ["user_account.id"], name=op.f("fk_customer_order_buyer_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_customer_order_commune_code_commune")
        ),
        sa.ForeignKeyConstraint(
            ["province_code"], ["province.code"], name=op.f("fk_customer_order_province_code_province")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_order")),
        sa.UniqueConstraint("access_token", name=op.f("uq_customer_order_access_token")),
        sa.UniqueConstraint("checkout_key", name=op.f("uq_customer_order_checkout_key")),
        sa.UniqueConstraint("number", name=op.f("uq_customer_order_number")),
    )
    op.create_index("ix_customer_order_buyer_id", "customer_order", ["buyer_id", "id"], unique=False)
    op.create_index("ix_customer_order_placed_at", "customer_order", ["placed_at"], unique=False)
    op.create_table(
        "officer_commune",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("commune_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_officer_commune_commune_code_commune")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_officer_commune_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_commune")),
        sa.UniqueConstraint("user_id", "commune_code", name=op.f("uq_officer_commune_user_id_commune_code")),
    )
    op.create_table(
        "old_unit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("old_code", sa.String(length=40), nullable=True),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("district", sa.String(length=200), nullable=False),
        sa.Column("commune_code", sa.String(length=40), nullable=False),
        sa.Column("name_fold", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["commune_code"], ["commune.code"], name=op.f("fk_old_unit_commune_code_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_unit")),
        sa.UniqueConstraint(
            "full_name", "district", "commune_code", name=op.f("uq_old_unit_full_name_district_commune_code")
        ),
    )
    op.create_index(op.f("ix_old_unit_commune_code"), "old_unit", ["commune_code"], unique=False)
    op.create_index("ix_old_unit_name_fold", "old_unit", ["name_fold"], unique=False)
    op.create_table(
        "vendor",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_sort_key", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "company",
                "cooperative",
                "cooperative_group",
                "farm",
                "household",
                "association",
                name="vendor_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "applying",
                "submitted",
                "returned",
                "approved",
                "rejected",
                "suspended",
                "closed",
                name="vendor_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("tax_code", sa.String(length=40), nullable=True),
        sa.Column("representative", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("commune_code", sa.String(length=40), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("story_vi", sa.Text(), nullable=False),
        sa.Column("story_en", sa.Text(), nullable=False),
        sa.Column("story_fr", sa.Text(), nullable=False),
        sa.Column("banner_key", sa.String(length=200), nullable=True),
        sa.Column("logo_key", sa.String(length=200), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("holiday_from", sa.Date(), nullable=True),
        sa.Column("holiday_until", sa.Date(), nullable=True),
        sa.Column("minimum_order_dong", sa.BigInteger(), nullable=False),
        sa.Column("return_terms", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'suspended') = (suspended_at IS NOT NULL)", name=op.f("ck_vendor_suspended_has_its_time")
        ),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'suspended') OR approved_at IS NOT NULL", name=op.f("ck_vendor_approved_once")
        ),
        sa.CheckConstraint("holiday_from <= holiday_until", name=op.f("ck_vendor_holiday_has_an_order")),
        sa.CheckConstraint("minimum_order_dong >= 0", name=op.f("ck_vendor_minimum_not_negative")),
        sa.ForeignKeyConstraint(["commune_code"], ["commune.code"], name=op.f("fk_vendor_commune_code_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor")),
        sa.UniqueConstraint("slug", name=op.f("uq_vendor_slug")),
    )
    op.create_index(op.f("ix_vendor_commune_code"), "vendor", ["commune_code"], unique=False)
    op.create_index("ix_vendor_status_applied_at", "vendor", ["status", "submitted_at"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("product_name", sa.String(length=200), nullable=False),
        sa.Column("star", sa.SmallInteger(), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("scan_key", sa.String(length=200), nullable=True),
        sa.Column("scan_kind", sa.String(length=200), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason = '')", name=op.f("ck_certificate_withdrawal_has_its_reason")
        ),
        sa.CheckConstraint("issued_on < expires_on", name=op.f("ck_certificate_dates_have_an_order")),
        sa.CheckConstraint("star BETWEEN 3 AND 5", name=op.f("ck_certificate_star_of_a_certificate")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_certificate_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
    )
    op.create_index(op.f("ix_certificate_expires_on"), "certificate", ["expires_on"], unique=False)
    op.create_index(op.f("ix_certificate_vendor_id"), "certificate", ["vendor_id"], unique=False)
    op.create_table(
        "commission_rule",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=True),
        sa.Column("category_number", sa.SmallInteger(), nullable=True),
        sa.Column("star", sa.SmallInteger(), nullable=True),
        sa.Column("basis_points", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("basis_points BETWEEN 0 AND 10000", name=op.f("ck_commission_rule_rate_is_a_share")),
        sa.CheckConstraint(
            "num_nonnulls(vendor_id, category_number, star) <= 1", name=op.f("ck_commission_rule_at_most_one_target")
        ),
        sa.CheckConstraint("star BETWEEN 3 AND 5", name=op.f("ck_commission_rule_star_of_a_certificate")),
        sa.ForeignKeyConstraint(
            ["category_number"], ["category.number"], name=op.f("fk_commission_rule_category_number_category")
        ),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_commission_rule_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission_rule")),
        sa.UniqueConstraint("position", name=op.f("uq_commission_rule_position")),
    )
    op.create_table(
        "delivery_rate",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "carrier", "own", "pickup", name="delivery_kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "zone",
            sa.Enum(
                "commune",
                "province",
                "country",
                name="delivery_zone",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("base_dong", sa.BigInteger(), nullable=False),
        sa.Column("base_grams", sa.Integer(), nullable=False),
        sa.Column("step_dong", sa.BigInteger(), nullable=False),
        sa.Column("step_grams", sa.Integer(), nullable=False),
        sa.Column("free_from_dong", sa.BigInteger(), nullable=True),
        sa.Column("days_least", sa.SmallInteger(), nullable=False),
        sa.Column("days_most", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "0 <= days_least AND days_least <= days_most", name=op.f("ck_delivery_rate_days_have_an_order")
        ),
        sa.CheckConstraint("base_dong >= 0 AND step_dong >= 0", name=op.f("ck_delivery_rate_prices_not_negative")),
        sa.CheckConstraint("base_grams > 0 AND step_grams > 0", name=op.f("ck_delivery_rate_weights_above_zero")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_delivery_rate_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_rate")),
        sa.UniqueConstraint("vendor_id", "kind", "zone", name=op.f("uq_delivery_rate_vendor_id_kind_zone")),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "manager",
                "packer",
                "accountant",
                name="member_role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_member_user_id_user_account")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_member_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("vendor_id", "user_id", name=op.f("uq_member_vendor_id_user_id")),
    )
    op.create_index("ix_member_user_id", "member", ["user_id"], unique=False)
    op.create_table(
        "paper",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "business_registration",
                "identity",
                "food_safety",
                "cooperation_contract",
                "farm_confirmation",
                "charter",
                name="paper_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "submitted",
                "accepted",
                "returned",
                "waived",
                name="paper_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_key", sa.String(length=200), nullable=True),
        sa.Column("file_kind", sa.String(length=200), nullable=True),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'waived') OR note <> ''", name=op.f("ck_paper_answer_has_its_reason")
        ),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'accepted') OR file_key IS NOT NULL", name=op.f("ck_paper_has_its_scan")
        ),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_paper_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("vendor_id", "kind", name=op.f("uq_paper_vendor_id_kind")),
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("cash", "transfer", name="payment_method", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "on_delivery",
                "awaiting",
                "paid",
                "expired",
                "void",
                name="payment_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column("received_dong", sa.BigInteger(), nullable=False),
        sa.Column("memo", sa.String(length=40), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(method = 'transfer') = (memo IS NOT NULL)", name=op.f("ck_payment_transfer_has_its_memo")),
        sa.CheckConstraint("(status = 'paid') = (paid_at IS NOT NULL)", name=op.f("ck_payment_paid_has_its_time")),
        sa.CheckConstraint("status <> 'paid' OR received_dong >= amount_dong", name=op.f("ck_payment_paid_is_covered")),
        sa.CheckConstraint("amount_dong > 0 AND received_dong >= 0", name=op.f("ck_payment_amounts_not_negative")),
        sa.ForeignKeyConstraint(["order_id"], ["customer_order.id"], name=op.f("fk_payment_order_id_customer_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("memo", name=op.f("uq_payment_memo")),
        sa.UniqueConstraint("order_id", name=op.f("uq_payment_order_id")),
    )
    op.create_index(
        "ix_payment_awaiting", "payment", ["expires_at"], unique=False, postgresql_where=sa.text("status = 'awaiting'")
    )
    op.create_table(
        "payout_account",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("bank_bin", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("bank_bin ~ '^\\d{6}$'", name=op.f("ck_payout_account_bank_is_a_bin")),
        sa.CheckConstraint("number ~ '^\\d{4,19}$'", name=op.f("ck_payout_account_number_is_digits")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_payout_account_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_account")),
    )
    op.create_index(
        "uq_payout_account_current",
        "payout_account",
        ["vendor_id"],
        unique=True,
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "vendor_order",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "placed",
                "accepted",
                "packed",
                "shipped",
                "delivered",
                "completed",
                "cancelled",
                "refused",
                "returning",
                "returned",
                name="vendor_order_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("goods_dong", sa.BigInteger(), nullable=False),
        sa.Column("delivery_dong", sa.BigInteger(), nullable=False),
        sa.Column("total_dong", sa.BigInteger(), nullable=False),
        sa.Column("commission_dong", sa.BigInteger(), nullable=False),
        sa.Column("earning_dong", sa.BigInteger(), nullable=False),
        sa.Column(
            "delivery_kind",
            sa.Enum(
                "carrier", "own", "pickup", name="delivery_kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("delivery_words", sa.String(length=200), nullable=False),
        sa.Column("return_terms", sa.Text(), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(length=200), nullable=False),
        sa.Column("tracking_code", sa.String(length=200), nullable=False),
        sa.Column("routed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('placed', 'cancelled', 'refused') OR routed_at IS NOT NULL",
            name=op.f("ck_vendor_order_moved_was_routed"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('delivered', 'completed') OR delivered_at IS NOT NULL",
            name=op.f("ck_vendor_order_delivered_has_its_time"),
        ),
        sa.CheckConstraint(
            "commission_dong BETWEEN 0 AND goods_dong", name=op.f("ck_vendor_order_commission_within_goods")
        ),
        sa.CheckConstraint("earning_dong = total_dong - commission_dong", name=op.f("ck_vendor_order_earning_adds_up")),
        sa.CheckConstraint("goods_dong > 0 AND delivery_dong >= 0", name=op.f("ck_vendor_order_amounts_not_negative")),
        sa.CheckConstraint("total_dong = goods_dong + delivery_dong", name=op.f("ck_vendor_order_total_adds_up")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["customer_order.id"], name=op.f("fk_vendor_order_order_id_customer_order")
        ),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_vendor_order_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor_order")),
        sa.UniqueConstraint("number", name=op.f("uq_vendor_order_number")),
        sa.UniqueConstraint("order_id", "vendor_id", name=op.f("uq_vendor_order_order_id_vendor_id")),
    )
    op.create_index(
        "ix_vendor_order_held",
        "vendor_order",
        ["release_at"],
        unique=False,
        postgresql_where=sa.text("status = 'delivered'"),
    )
    op.create_index(
        "ix_vendor_order_open",
        "vendor_order",
        ["order_id"],
        unique=False,
        postgresql_where=sa.text("status IN ('placed', 'accepted', 'packed', 'shipped', 'returning')"),
    )
    op.create_index("ix_vendor_order_order_id", "vendor_order", ["order_id"], unique=False)
    op.create_index("ix_vendor_order_vendor_id", "vendor_order", ["vendor_id", "status", "id"], unique=False)
    op.create_index(
        "ix_vendor_order_waiting",
        "vendor_order",
        ["reply_by"],
        unique=False,
        postgresql_where=sa.text("status = 'placed' AND routed_at IS NOT NULL"),
    )
    op.create_table(
        "vendor_status_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "applying",
                "submitted",
                "returned",
                "approved",
                "rejected",
                "suspended",
                "closed",
                name="from_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "applying",
                "submitted",
                "returned",
                "approved",
                "rejected",
                "suspended",
                "closed",
                name="to_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_vendor_status_change_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_vendor_status_change_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor_status_change")),
    )
    op.create_index("ix_vendor_status_change_vendor_id", "vendor_status_change", ["vendor_id"], unique=False)
    op.create_table(
        "bank_notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("provider_id", sa.String(length=200), nullable=False),
        sa.Column("raw", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "new",
                "exact",
                "under",
                "over",
                "late",
                "duplicate",
                "unmatched",
                "ignored",
                name="notice_outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_bank_notice_payment_id_payment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_notice")),
        sa.UniqueConstraint("provider", "provider_id", name=op.f("uq_bank_notice_provider_provider_id")),
    )
    op.create_index(
        "ix_bank_notice_open",
        "bank_notice",
        ["id"],
        unique=False,
        postgresql_where=sa.text("outcome IN ('new', 'unmatched')"),
    )
    op.create_index(op.f("ix_bank_notice_payment_id"), "bank_notice", ["payment_id"], unique=False)
    op.create_table(
        "listing",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("category_number", sa.SmallInteger(), nullable=False),
        sa.Column("commune_code", sa.String(length=40), nullable=False),
        sa.Column("certificate_id", sa.BigInteger(), nullable=True),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("title_vi", sa.String(length=200), nullable=False),
        sa.Column("title_fold", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("title_fr", sa.String(length=200), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("ingredients", sa.Text(), nullable=False),
        sa.Column(
            "storage",
            sa.Enum(
                "ambient",
                "chilled",
                "frozen",
                "live",
                name="storage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("shelf_life_days", sa.SmallInteger(), nullable=True),
        sa.Column("season_from_month", sa.SmallInteger(), nullable=True),
        sa.Column("season_until_month", sa.SmallInteger(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "on_sale",
                "paused",
                "archived",
                name="listing_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("first_registered_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status <> 'on_sale' OR published_at IS NOT NULL", name=op.f("ck_listing_on_sale_was_published")
        ),
        sa.CheckConstraint("status <> 'returned' OR note <> ''", name=op.f("ck_listing_return_has_its_reason")),
        sa.CheckConstraint("title_vi <> ''", name=op.f("ck_listing_has_a_title")),
        sa.ForeignKeyConstraint(
            ["category_number"], ["category.number"], name=op.f("fk_listing_category_number_category")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_listing_certificate_id_certificate")
        ),
        sa.ForeignKeyConstraint(["commune_code"], ["commune.code"], name=op.f("fk_listing_commune_code_commune")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_listing_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("vendor_id", "slug", name=op.f("uq_listing_vendor_id_slug")),
    )
    op.create_index(op.f("ix_listing_category_number"), "listing", ["category_number"], unique=False)
    op.create_index(op.f("ix_listing_certificate_id"), "listing", ["certificate_id"], unique=False)
    op.create_index(op.f("ix_listing_commune_code"), "listing", ["commune_code"], unique=False)
    op.create_index("ix_listing_status_submitted_at", "listing", ["status", "submitted_at"], unique=False)
    op.create_index(op.f("ix_listing_vendor_id"), "listing", ["vendor_id"], unique=False)
    op.create_table(
        "payout",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "sending",
                "sent",
                "confirmed",
                "failed",
                name="payout_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("bank_reference", sa.String(length=200), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'confirmed') = (confirmed_at IS NOT NULL)", name=op.f("ck_payout_confirmed_has_its_time")
        ),
        sa.CheckConstraint("(status = 'failed') = (failed_at IS NOT NULL)", name=op.f("ck_payout_failed_has_its_time")),
        sa.CheckConstraint(
            "status NOT IN ('sent', 'confirmed') OR sent_at IS NOT NULL", name=op.f("ck_payout_sent_has_its_time")
        ),
        sa.CheckConstraint("amount_dong > 0", name=op.f("ck_payout_amount_above_zero")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["payout_account.id"], name=op.f("fk_payout_account_id_payout_account")
        ),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_payout_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("reference", name=op.f("uq_payout_reference")),
    )
    op.create_index("ix_payout_vendor_id", "payout", ["vendor_id", "id"], unique=False)
    op.create_index(
        "uq_payout_open",
        "payout",
        ["vendor_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('requested', 'sending', 'sent')"),
    )
    op.create_table(
        "status_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_order_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "placed",
                "accepted",
                "packed",
                "shipped",
                "delivered",
                "completed",
                "cancelled",
                "refused",
                "returning",
                "returned",
                name="from_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "placed",
                "accepted",
                "packed",
                "shipped",
                "delivered",
                "completed",
                "cancelled",
                "refused",
                "returning",
                "returned",
                name="to_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_status_change_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["vendor_order_id"], ["vendor_order.id"], name=op.f("fk_status_change_vendor_order_id_vendor_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_change")),
    )
    op.create_index("ix_status_change_vendor_order_id", "status_change", ["vendor_order_id", "id"], unique=False)
    op.create_table(
        "catalogue_entry",
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("vendor_name", sa.String(length=200), nullable=False),
        sa.Column("vendor_slug", sa.String(length=200), nullable=False),
        sa.Column("category_number", sa.SmallInteger(), nullable=False),
        sa.Column("commune_code", sa.String(length=40), nullable=False),
        sa.Column("commune_name", sa.String(length=200), nullable=False),
        sa.Column("former_district", sa.String(length=200), nullable=True),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("title_vi", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("title_fr", sa.String(length=200), nullable=False),
        sa.Column("title_sort_key", sa.String(length=200), nullable=False),
        sa.Column("star", sa.SmallInteger(), nullable=True),
        sa.Column("star_until", sa.Date(), nullable=True),
        sa.Column(
            "storage",
            sa.Enum(
                "ambient",
                "chilled",
                "frozen",
                "live",
                name="storage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("season_from_month", sa.SmallInteger(), nullable=True),
        sa.Column("season_until_month", sa.SmallInteger(), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("picture_key", sa.String(length=200), nullable=True),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("variant_count", sa.SmallInteger(), nullable=False),
        sa.Column("variant_label", sa.String(length=200), nullable=False),
        sa.Column("price_dong", sa.BigInteger(), nullable=False),
        sa.Column("net_amount", sa.Integer(), nullable=False),
        sa.Column("net_unit", sa.String(length=40), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("certified_on", sa.Date(), nullable=True),
        sa.Column("search_title_fold", sa.String(length=200), nullable=False),
        sa.Column("search_fold", sa.Text(), nullable=False),
        sa.Column(
            "search_words",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('simple'::regconfig, search_fold)", persisted=True),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_catalogue_entry_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_catalogue_entry_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_catalogue_entry")),
    )
    op.create_index(op.f("ix_catalogue_entry_category_number"), "catalogue_entry", ["category_number"], unique=False)
    op.create_index(op.f("ix_catalogue_entry_commune_code"), "catalogue_entry", ["commune_code"], unique=False)
    op.create_index(op.f("ix_catalogue_entry_former_district"), "catalogue_entry", ["former_district"], unique=False)
    op.create_index("ix_catalogue_entry_price_dong", "catalogue_entry", ["price_dong", "listing_id"], unique=False)
    op.create_index(
        "ix_catalogue_entry_published_at",
        "catalogue_entry",
        [sa.literal_column("published_at DESC"), sa.literal_column("listing_id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_catalogue_entry_search_words", "catalogue_entry", ["search_words"], unique=False, postgresql_using="gin"
    )
    op.create_index(op.f("ix_catalogue_entry_vendor_id"), "catalogue_entry", ["vendor_id"], unique=False)
    op.create_table(
        "listing_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(seen_at IS NULL) = (seen_by_id IS NULL)", name=op.f("ck_listing_change_seen_by_somebody")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_listing_change_by_id_user_account")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_listing_change_listing_id_listing")),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["user_account.id"], name=op.f("fk_listing_change_seen_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_change")),
    )
    op.create_index("ix_listing_change_listing_id", "listing_change", ["listing_id", "id"], unique=False)
    op.create_index(
        "ix_listing_change_unseen", "listing_change", ["id"], unique=False, postgresql_where=sa.text("seen_at IS NULL")
    )
    op.create_table(
        "payout_claim",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("payout_id", sa.BigInteger(), nullable=False),
        sa.Column("transfer_id", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["payout_id"], ["payout.id"], name=op.f("fk_payout_claim_payout_id_payout")),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["ledger_transfer.id"], name=op.f("fk_payout_claim_transfer_id_ledger_transfer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_claim")),
    )
    op.create_index("ix_payout_claim_payout_id", "payout_claim", ["payout_id"], unique=False)
    op.create_index(
        "uq_payout_claim_standing",
        "payout_claim",
        ["transfer_id"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.create_table(
        "photo",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_photo_listing_id_listing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    op.create_index("ix_photo_listing_id", "photo", ["listing_id"], unique=False)
    op.create_table(
        "refund",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("vendor_order_id", sa.BigInteger(), nullable=True),
        sa.Column("notice_id", sa.BigInteger(), nullable=True),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "account_needed",
                "due",
                "sending",
                "sent",
                "done",
                "failed",
                name="refund_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("bank_bin", sa.String(length=40), nullable=True),
        sa.Column("account_number", sa.String(length=40), nullable=True),
        sa.Column("account_holder", sa.String(length=200), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('account_needed', 'failed') OR (bank_bin IS NOT NULL AND account_number IS NOT NULL)",
            name=op.f("ck_refund_due_has_its_account"),
        ),
        sa.CheckConstraint("(vendor_order_id IS NULL) <> (notice_id IS NULL)", name=op.f("ck_refund_one_cause")),
        sa.CheckConstraint("amount_dong > 0", name=op.f("ck_refund_amount_above_zero")),
        sa.ForeignKeyConstraint(["notice_id"], ["bank_notice.id"], name=op.f("fk_refund_notice_id_bank_notice")),
        sa.ForeignKeyConstraint(["order_id"], ["customer_order.id"], name=op.f("fk_refund_order_id_customer_order")),
        sa.ForeignKeyConstraint(
            ["vendor_order_id"], ["vendor_order.id"], name=op.f("fk_refund_vendor_order_id_vendor_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("reference", name=op.f("uq_refund_reference")),
    )
    op.create_index("ix_refund_open", "refund", ["id"], unique=False, postgresql_where=sa.text("status <> 'done'"))
    op.create_index("ix_refund_order_id", "refund", ["order_id"], unique=False)
    op.create_index("uq_refund_notice", "refund", ["notice_id"], unique=True)
    op.create_index("uq_refund_vendor_order", "refund", ["vendor_order_id"], unique=True)
    op.create_table(
        "variant",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("price_dong", sa.BigInteger(), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=False),
        sa.Column("net_amount", sa.Integer(), nullable=False),
        sa.Column("net_unit", sa.String(length=40), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.CheckConstraint("net_unit IN ('g', 'ml', 'piece')", name=op.f("ck_variant_net_unit_is_known")),
        sa.CheckConstraint("net_amount > 0", name=op.f("ck_variant_net_above_zero")),
        sa.CheckConstraint("price_dong BETWEEN 1 AND 9007199254740991", name=op.f("ck_variant_price_is_an_amount")),
        sa.CheckConstraint("weight_grams BETWEEN 1 AND 1000000", name=op.f("ck_variant_weight_can_be_sent")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_variant_listing_id_listing")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_variant_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
        sa.UniqueConstraint("vendor_id", "sku", name=op.f("uq_variant_vendor_id_sku")),
    )
    op.create_index("ix_variant_listing_id", "variant", ["listing_id"], unique=False)
    op.create_table(
        "cart_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("cart_id", sa.BigInteger(), nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("seen_price_dong", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity BETWEEN 1 AND 10000", name=op.f("ck_cart_line_quantity_is_plausible")),
        sa.ForeignKeyConstraint(["cart_id"], ["cart.id"], name=op.f("fk_cart_line_cart_id_cart"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("fk_cart_line_variant_id_variant"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart_line")),
        sa.UniqueConstraint("cart_id", "variant_id", name=op.f("uq_cart_line_cart_id_variant_id")),
    )
    op.create_table(
        "order_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_order_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("variant_label", sa.String(length=200), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("picture_key", sa.String(length=200), nullable=True),
        sa.Column("unit_price_dong", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("line_dong", sa.BigInteger(), nullable=False),
        sa.Column("commission_basis_points", sa.SmallInteger(), nullable=False),
        sa.Column("commission_rule", sa.String(length=200), nullable=False),
        sa.Column("commission_dong", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("commission_basis_points BETWEEN 0 AND 10000", name=op.f("ck_order_line_rate_is_a_share")),
        sa.CheckConstraint(
            "commission_dong BETWEEN 0 AND line_dong", name=op.f("ck_order_line_commission_within_line")
        ),
        sa.CheckConstraint("line_dong = unit_price_dong * quantity", name=op.f("ck_order_line_line_adds_up")),
        sa.CheckConstraint("quantity BETWEEN 1 AND 10000", name=op.f("ck_order_line_quantity_is_plausible")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_order_line_listing_id_listing")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_order_line_variant_id_variant")),
        sa.ForeignKeyConstraint(
            ["vendor_order_id"], ["vendor_order.id"], name=op.f("fk_order_line_vendor_order_id_vendor_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
        sa.UniqueConstraint("vendor_order_id", "variant_id", name=op.f("uq_order_line_vendor_order_id_variant_id")),
    )
    op.create_index("ix_order_line_variant_id", "order_line", ["variant_id"], unique=False)
    op.create_table(
        "stock_item",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("low_at", sa.Integer(), nullable=False),
        sa.CheckConstraint("on_hand <= 1000000000", name=op.f("ck_stock_item_on_hand_is_plausible")),
        sa.CheckConstraint("reserved <= on_hand", name=op.f("ck_stock_item_reserved_is_on_hand")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_stock_item_reserved_not_negative")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_stock_item_variant_id_variant")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_stock_item_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_item")),
        sa.UniqueConstraint("variant_id", name=op.f("uq_stock_item_variant_id")),
    )
    op.create_index("ix_stock_item_vendor_id", "stock_item", ["vendor_id"], unique=False)
    op.create_table(
        "reservation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stock_item_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("held_for", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "held",
                "taken",
                "released",
                name="reservation_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_reservation_quantity_above_zero")),
        sa.ForeignKeyConstraint(
            ["stock_item_id"], ["stock_item.id"], name=op.f("fk_reservation_stock_item_id_stock_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation")),
    )
    op.create_index(
        "ix_reservation_ends",
        "reservation",
        ["ends_at"],
        unique=False,
        postgresql_where=sa.text("state = 'held' AND ends_at IS NOT NULL"),
    )
    op.create_index(
        "ix_reservation_held",
        "reservation",
        ["stock_item_id"],
        unique=False,
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_index("ix_reservation_held_for", "reservation", ["held_for"], unique=False)
    op.create_table(
        "stock_movement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stock_item_id", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("on_hand_after", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "received",
                "counted",
                "sold",
                "returned",
                "spoiled",
                "other",
                name="movement_reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("change <> 0", name=op.f("ck_stock_movement_changes_something")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_stock_movement_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["stock_item_id"], ["stock_item.id"], name=op.f("fk_stock_movement_stock_item_id_stock_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movement")),
    )
    op.create_index("ix_stock_movement_stock_item_id", "stock_movement", ["stock_item_id", "id"], unique=False)

    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    for table in GROWING:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Change them back."""
    op.drop_index("ix_stock_movement_stock_item_id", table_name="stock_movement")
    op.drop_table("stock_movement")
    op.drop_index("ix_reservation_held_for", table_name="reservation")
    op.drop_index("ix_reservation_held", table_name="reservation", postgresql_where=sa.text("state = 'held'"))
    op.drop_index(
        "ix_reservation_ends",
        table_name="reservation",
        postgresql_where=sa.text("state = 'held' AND ends_at IS NOT NULL"),
    )
    op.drop_table("reservation")
    op.drop_index("ix_stock_item_vendor_id", table_name="stock_item")
    op.drop_table("stock_item")
    op.drop_index("ix_order_line_variant_id", table_name="order_line")
    op.drop_table("order_line")
    op.drop_table("cart_line")
    op.drop_index("ix_variant_listing_id", table_name="variant")
    op.drop_table("variant")
    op.drop_index("uq_refund_vendor_order", table_name="refund")
    op.drop_index("uq_refund_notice", table_name="refund")
    op.drop_index("ix_refund_order_id", table_name="refund")
    op.drop_index("ix_refund_open", table_name="refund", postgresql_where=sa.text("status <> 'done'"))
    op.drop_table("refund")
    op.drop_index("ix_photo_listing_id", table_name="photo")
    op.drop_table("photo")
    op.drop_index(
        "uq_payout_claim_standing", table_name="payout_claim", postgresql_where=sa.text("released_at IS NULL")
    )
    op.drop_index("ix_payout_claim_payout_id", table_name="payout_claim")
    op.drop_table("payout_claim")
    op.drop_index("ix_listing_change_unseen", table_name="listing_change", postgresql_where=sa.text("seen_at IS NULL"))
    op.drop_index("ix_listing_change_listing_id", table_name="listing_change")
    op.drop_table("listing_change")
    op.drop_index(op.f("ix_catalogue_entry_vendor_id"), table_name="catalogue_entry")
    op.drop_index("ix_catalogue_entry_search_words", table_name="catalogue_entry", postgresql_using="gin")
    op.drop_index("ix_catalogue_entry_published_at", table_name="catalogue_entry")
    op.drop_index("ix_catalogue_entry_price_dong", table_name="catalogue_entry")
    op.drop_index(op.f("ix_catalogue_entry_former_district"), table_name="catalogue_entry")
    op.drop_index(op.f("ix_catalogue_entry_commune_code"), table_name="catalogue_entry")
    op.drop_index(op.f("ix_catalogue_entry_category_number"), table_name="catalogue_entry")
    op.drop_table("catalogue_entry")
    op.drop_index("ix_status_change_vendor_order_id", table_name="status_change")
    op.drop_table("status_change")
    op.drop_index(
        "uq_payout_open", table_name="payout", postgresql_where=sa.text("status IN ('requested', 'sending', 'sent')")
    )
    op.drop_index("ix_payout_vendor_id", table_name="payout")
    op.drop_table("payout")
    op.drop_index(op.f("ix_listing_vendor_id"), table_name="listing")
    op.drop_index("ix_listing_status_submitted_at", table_name="listing")
    op.drop_index(op.f("ix_listing_commune_code"), table_name="listing")
    op.drop_index(op.f("ix_listing_certificate_id"), table_name="listing")
    op.drop_index(op.f("ix_listing_category_number"), table_name="listing")
    op.drop_table("listing")
    op.drop_index(op.f("ix_bank_notice_payment_id"), table_name="bank_notice")
    op.drop_index(
        "ix_bank_notice_open", table_name="bank_notice", postgresql_where=sa.text("outcome IN ('new', 'unmatched')")
    )
    op.drop_table("bank_notice")
    op.drop_index("ix_vendor_status_change_vendor_id", table_name="vendor_status_change")
    op.drop_table("vendor_status_change")
    op.drop_index(
        "ix_vendor_order_waiting",
        table_name="vendor_order",
        postgresql_where=sa.text("status = 'placed' AND routed_at IS NOT NULL"),
    )
    op.drop_index("ix_vendor_order_vendor_id", table_name="vendor_order")
    op.drop_index("ix_vendor_order_order_id", table_name="vendor_order")
    op.drop_index(
        "ix_vendor_order_open",
        table_name="vendor_order",
        postgresql_where=sa.text("status IN ('placed', 'accepted', 'packed', 'shipped', 'returning')"),
    )
    op.drop_index("ix_vendor_order_held", table_name="vendor_order", postgresql_where=sa.text("status = 'delivered'"))
    op.drop_table("vendor_order")
    op.drop_index(
        "uq_payout_account_current", table_name="payout_account", postgresql_where=sa.text("replaced_at IS NULL")
    )
    op.drop_table("payout_account")
    op.drop_index("ix_payment_awaiting", table_name="payment", postgresql_where=sa.text("status = 'awaiting'"))
    op.drop_table("payment")
    op.drop_table("paper")
    op.drop_index("ix_member_user_id", table_name="member")
    op.drop_table("member")
    op.drop_table("delivery_rate")
    op.drop_table("commission_rule")
    op.drop_index(op.f("ix_certificate_vendor_id"), table_name="certificate")
    op.drop_index(op.f("ix_certificate_expires_on"), table_name="certificate")
    op.drop_table("certificate")
    op.drop_index("ix_vendor_status_applied_at", table_name="vendor")
    op.drop_index(op.f("ix_vendor_commune_code"), table_name="vendor")
    op.drop_table("vendor")
    op.drop_index("ix_old_unit_name_fold", table_name="old_unit")
    op.drop_index(op.f("ix_old_unit_commune_code"), table_name="old_unit")
    op.drop_table("old_unit")
    op.drop_table("officer_commune")
    op.drop_index("ix_customer_order_placed_at", table_name="customer_order")
    op.drop_index("ix_customer_order_buyer_id", table_name="customer_order")
    op.drop_table("customer_order")
    op.drop_index("uq_address_default", table_name="address", postgresql_where=sa.text("is_default"))
    op.drop_index("ix_address_user_id", table_name="address")
    op.drop_table("address")
    op.drop_index(
        "ix_outbox_delivery_waiting", table_name="outbox_delivery", postgresql_where=sa.text("state = 'waiting'")
    )
    op.drop_table("outbox_delivery")
    op.drop_index("ix_notice_waiting", table_name="notice", postgresql_where=sa.text("state = 'waiting'"))
    op.drop_index("ix_notice_user_id", table_name="notice")
    op.drop_table("notice")
    op.drop_index(op.f("ix_ledger_transfer_posting_id"), table_name="ledger_transfer")
    op.drop_index("ix_ledger_transfer_debit", table_name="ledger_transfer", postgresql_include=["amount_dong"])
    op.drop_index("ix_ledger_transfer_credit", table_name="ledger_transfer", postgresql_include=["amount_dong"])
    op.drop_table("ledger_transfer")
    op.drop_index("ix_commune_province_code_sort_key", table_name="commune")
    op.drop_index(op.f("ix_commune_former_district"), table_name="commune")
    op.drop_table("commune")
    op.drop_index("ix_cart_touched_at", table_name="cart")
    op.drop_table("cart")
    op.drop_index("ix_audit_entry_subject", table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_at"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_actor_id"), table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_table("user_account")
    op.drop_table("province")
    op.drop_index(
        "ix_outbox_message_undispatched", table_name="outbox_message", postgresql_where=sa.text("dispatched_at IS NULL")
    )
    op.drop_table("outbox_message")
    op.drop_index(op.f("ix_ledger_posting_posted_at"), table_name="ledger_posting")
    op.drop_table("ledger_posting")
    op.drop_index(op.f("ix_ledger_audit_run_ran_at"), table_name="ledger_audit_run")
    op.drop_table("ledger_audit_run")
    op.drop_table("ledger_account")
    op.drop_table("category")
    op.execute("DROP FUNCTION refuse_change()")
