"""Carriers tell of parcels, and bring the cash they took with a statement of it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_carriers"
down_revision = "2026_11_23_lots"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    _notices()
    _statements()
    _rows()
    _columns()


def _notices() -> None:
    op.create_table(
        "carrier_notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("carrier_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("tracking_code", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=200), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "pending",
                "picked_up",
                "in_transit",
                "out_for_delivery",
                "delivered",
                "delivery_failed",
                "returning",
                "returned",
                "cancelled",
                "lost",
                name="parcel_stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("cash_dong", sa.BigInteger(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column(
            "fate",
            sa.Enum(
                "new",
                "noted",
                "moved",
                "late",
                "unknown_parcel",
                "unknown_status",
                "seen",
                name="notice_fate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("vendor_order_id", sa.BigInteger(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["carrier_id"], ["carrier.id"], name=op.f("fk_carrier_notice_carrier_id_carrier")),
        sa.ForeignKeyConstraint(
            ["vendor_order_id"], ["vendor_order.id"], name=op.f("fk_carrier_notice_vendor_order_id_vendor_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_notice")),
        sa.UniqueConstraint("carrier_id", "key", name=op.f("uq_carrier_notice_carrier_id_key")),
    )
    op.create_index(
        "ix_carrier_notice_open",
        "carrier_notice",
        ["id"],
        unique=False,
        postgresql_where=sa.text("fate IN ('new', 'unknown_parcel', 'unknown_status')"),
    )
    op.create_index("ix_carrier_notice_tracking_code", "carrier_notice", ["carrier_id", "tracking_code"], unique=False)
    op.create_index(op.f("ix_carrier_notice_vendor_order_id"), "carrier_notice", ["vendor_order_id"], unique=False)


def _statements() -> None:
    op.create_table(
        "carrier_statement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("carrier_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=200), nullable=False),
        sa.Column("file_key", sa.String(length=200), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("collected_dong", sa.BigInteger(), nullable=False),
        sa.Column("fees_dong", sa.BigInteger(), nullable=False),
        sa.Column("transfer_fee_dong", sa.BigInteger(), nullable=False),
        sa.Column("net_dong", sa.BigInteger(), nullable=False),
        sa.Column("remitted_dong", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.BigInteger(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "collected_dong >= 0 AND fees_dong >= 0 AND transfer_fee_dong >= 0 AND net_dong >= 0",
            name=op.f("ck_carrier_statement_amounts_not_negative"),
        ),
        sa.CheckConstraint(
            "net_dong = collected_dong - fees_dong - transfer_fee_dong", name=op.f("ck_carrier_statement_net_adds_up")
        ),
        sa.CheckConstraint(
            "remitted_dong = 0 OR accepted_at IS NOT NULL", name=op.f("ck_carrier_statement_accepted_before_it_is_paid")
        ),
        sa.CheckConstraint(
            "remitted_dong BETWEEN 0 AND net_dong", name=op.f("ck_carrier_statement_brings_no_more_than_its_net")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["user_account.id"], name=op.f("fk_carrier_statement_accepted_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["carrier_id"], ["carrier.id"], name=op.f("fk_carrier_statement_carrier_id_carrier")),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["user_account.id"], name=op.f("fk_carrier_statement_taken_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_statement")),
        sa.UniqueConstraint("carrier_id", "reference", name=op.f("uq_carrier_statement_carrier_id_reference")),
        sa.UniqueConstraint("carrier_id", "sha256", name=op.f("uq_carrier_statement_carrier_id_sha256")),
    )
    op.create_index(
        "ix_carrier_statement_unpaid",
        "carrier_statement",
        ["carrier_id", "id"],
        unique=False,
        postgresql_where=sa.text("remitted_dong < net_dong"),
    )


def _rows() -> None:
    op.create_table(
        "carrier_statement_row",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("tracking_code", sa.String(length=200), nullable=False),
        sa.Column("collected_dong", sa.BigInteger(), nullable=False),
        sa.Column("fee_dong", sa.BigInteger(), nullable=False),
        sa.Column("vendor_order_id", sa.BigInteger(), nullable=True),
        sa.Column("expected_dong", sa.BigInteger(), nullable=True),
        sa.Column(
            "finding",
            sa.Enum(
                "exact",
                "fee_only",
                "made_up",
                "less",
                "more",
                "unknown",
                "undelivered",
                "twice",
                name="finding",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "answer",
            sa.Enum(
                "claimed",
                "borne",
                "set_aside",
                "given_up",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("apart_dong", sa.BigInteger(), nullable=False),
        sa.Column("brings_cash", sa.Boolean(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(finding IS NULL) = (expected_dong IS NULL)", name=op.f("ck_carrier_statement_row_found_against_our_books")
        ),
        sa.CheckConstraint(
            "NOT brings_cash OR (vendor_order_id IS NOT NULL AND settled_at IS NOT NULL)",
            name=op.f("ck_carrier_statement_row_cash_of_a_part"),
        ),
        sa.CheckConstraint(
            "apart_dong BETWEEN 0 AND collected_dong", name=op.f("ck_carrier_statement_row_apart_is_of_the_cash")
        ),
        sa.CheckConstraint(
            "collected_dong >= 0 AND fee_dong >= 0", name=op.f("ck_carrier_statement_row_amounts_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["carrier_statement.id"],
            name=op.f("fk_carrier_statement_row_statement_id_carrier_statement"),
        ),
        sa.ForeignKeyConstraint(
            ["vendor_order_id"], ["vendor_order.id"], name=op.f("fk_carrier_statement_row_vendor_order_id_vendor_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_statement_row")),
        sa.UniqueConstraint(
            "statement_id", "tracking_code", name=op.f("uq_carrier_statement_row_statement_id_tracking_code")
        ),
    )
    op.create_index(
        "ix_carrier_statement_row_open",
        "carrier_statement_row",
        ["statement_id"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index("ix_carrier_statement_row_part", "carrier_statement_row", ["vendor_order_id"], unique=False)
    op.create_index(
        "uq_carrier_statement_row_cash",
        "carrier_statement_row",
        ["vendor_order_id"],
        unique=True,
        postgresql_where=sa.text("brings_cash"),
    )


def _columns() -> None:
    op.add_column("bank_notice", sa.Column("carrier_statement_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_bank_notice_carrier_statement_id"), "bank_notice", ["carrier_statement_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_bank_notice_carrier_statement_id_carrier_statement"),
        "bank_notice",
        "carrier_statement",
        ["carrier_statement_id"],
        ["id"],
    )
    op.create_index(
        "uq_parcel",
        "vendor_order",
        ["carrier_id", "tracking_code"],
        unique=True,
        postgresql_where=sa.text("carrier_id IS NOT NULL"),
    )
    op.create_check_constraint(
        op.f("ck_vendor_order_parcel_has_its_code"), "vendor_order", "carrier_id IS NULL OR tracking_code <> ''"
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_constraint(op.f("ck_vendor_order_parcel_has_its_code"), "vendor_order", type_="check")
    op.drop_index("uq_parcel", table_name="vendor_order", postgresql_where=sa.text("carrier_id IS NOT NULL"))
    op.drop_constraint(op.f("fk_bank_notice_carrier_statement_id_carrier_statement"), "bank_notice", type_="foreignkey")
    op.drop_index(op.f("ix_bank_notice_carrier_statement_id"), table_name="bank_notice")
    op.drop_column("bank_notice", "carrier_statement_id")
    op.drop_index(
        "uq_carrier_statement_row_cash", table_name="carrier_statement_row", postgresql_where=sa.text("brings_cash")
    )
    op.drop_index("ix_carrier_statement_row_part", table_name="carrier_statement_row")
    op.drop_index(
        "ix_carrier_statement_row_open",
        table_name="carrier_statement_row",
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.drop_table("carrier_statement_row")
    op.drop_index(op.f("ix_carrier_notice_vendor_order_id"), table_name="carrier_notice")
    op.drop_index("ix_carrier_notice_tracking_code", table_name="carrier_notice")
    op.drop_index(
        "ix_carrier_notice_open",
        table_name="carrier_notice",
        postgresql_where=sa.text("fate IN ('new', 'unknown_parcel', 'unknown_status')"),
    )
    op.drop_table("carrier_notice")
    op.drop_index(
        "ix_carrier_statement_unpaid",
        table_name="carrier_statement",
        postgresql_where=sa.text("remitted_dong < net_dong"),
    )
    op.drop_table("carrier_statement")
