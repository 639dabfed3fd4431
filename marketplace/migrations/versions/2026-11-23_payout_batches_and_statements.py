"""payout batches and statements."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_payout_batches"
down_revision = "2026_11_23_tax_declared"
branch_labels = None
depends_on = None


STATES = "'requested', 'sending', 'sent', 'confirmed', 'failed'"
GUARDS_BEFORE = {
    "payout_status": f"status IN ({STATES})",
    "confirmed_has_its_time": "(status = 'confirmed') = (confirmed_at IS NOT NULL)",
    "sent_has_its_time": "status NOT IN ('sent', 'confirmed') OR sent_at IS NOT NULL",
}
GUARDS = {
    "payout_status": f"status IN ({STATES}, 'returned')",
    "confirmed_has_its_time": "(status IN ('confirmed', 'returned')) = (confirmed_at IS NOT NULL)",
    "sent_has_its_time": "status NOT IN ('sent', 'confirmed', 'returned') OR sent_at IS NOT NULL",
}
RETURNED = "(status = 'returned') = (returned_at IS NOT NULL)"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "bank_statement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("new_rows", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.BigInteger(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(applied_at IS NULL) = (applied_by_id IS NULL)", name=op.f("ck_bank_statement_applied_by_somebody")
        ),
        sa.CheckConstraint("rows >= 0 AND new_rows BETWEEN 0 AND rows", name=op.f("ck_bank_statement_counts_fit")),
        sa.ForeignKeyConstraint(
            ["applied_by_id"], ["user_account.id"], name=op.f("fk_bank_statement_applied_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user_account.id"], name=op.f("fk_bank_statement_uploaded_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
        sa.UniqueConstraint("sha256", name=op.f("uq_bank_statement_sha256")),
    )
    op.create_table(
        "payout_batch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("payouts", sa.Integer(), nullable=False),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column("csv_key", sa.String(length=200), nullable=False),
        sa.Column("csv_sha256", sa.String(length=64), nullable=False),
        sa.Column("xlsx_key", sa.String(length=200), nullable=False),
        sa.Column("xlsx_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discarded_by_id", sa.BigInteger(), nullable=True),
        sa.Column("discarded_because", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(discarded_at IS NULL) = (discarded_by_id IS NULL)", name=op.f("ck_payout_batch_discarded_by_somebody")
        ),
        sa.CheckConstraint(
            "(handed_at IS NULL) = (handed_by_id IS NULL)", name=op.f("ck_payout_batch_handed_by_somebody")
        ),
        sa.CheckConstraint(
            "handed_at IS NULL OR discarded_at IS NULL", name=op.f("ck_payout_batch_handed_or_discarded")
        ),
        sa.CheckConstraint("payouts > 0 AND amount_dong > 0", name=op.f("ck_payout_batch_holds_something")),
        sa.ForeignKeyConstraint(
            ["discarded_by_id"], ["user_account.id"], name=op.f("fk_payout_batch_discarded_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["handed_by_id"], ["user_account.id"], name=op.f("fk_payout_batch_handed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_payout_batch_made_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_batch")),
    )
    op.create_table(
        "bank_statement_row",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum("out", "in", "refused", name="direction", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "waiting",
                "confirmed",
                "refused",
                "returned",
                "not_ours",
                name="row_outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("payout_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'waiting') = (answered_at IS NULL)", name=op.f("ck_bank_statement_row_answered_has_its_time")
        ),
        sa.CheckConstraint(
            "(outcome IN ('confirmed', 'refused', 'returned')) = (payout_id IS NOT NULL)",
            name=op.f("ck_bank_statement_row_matched_has_its_payout"),
        ),
        sa.CheckConstraint("amount_dong > 0", name=op.f("ck_bank_statement_row_amount_above_zero")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_bank_statement_row_answered_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["payout_id"], ["payout.id"], name=op.f("fk_bank_statement_row_payout_id_payout")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["bank_statement.id"], name=op.f("fk_bank_statement_row_statement_id_bank_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement_row")),
        sa.UniqueConstraint("identity", name=op.f("uq_bank_statement_row_identity")),
    )
    op.create_index(
        "ix_bank_statement_row_statement_id", "bank_statement_row", ["statement_id", "position"], unique=False
    )
    op.create_index(
        "ix_bank_statement_row_waiting",
        "bank_statement_row",
        ["id"],
        unique=False,
        postgresql_where=sa.text("outcome = 'waiting'"),
    )
    op.create_index(
        "uq_bank_statement_row_confirmed",
        "bank_statement_row",
        ["payout_id"],
        unique=True,
        postgresql_where=sa.text("outcome = 'confirmed'"),
    )
    op.create_index(
        "uq_bank_statement_row_returned",
        "bank_statement_row",
        ["payout_id"],
        unique=True,
        postgresql_where=sa.text("outcome = 'returned'"),
    )
    op.create_table(
        "payout_batch_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("payout_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("bank_bin", sa.String(length=40), nullable=False),
        sa.Column("bank_name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("amount_dong", sa.BigInteger(), nullable=False),
        sa.Column("memo", sa.String(length=200), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_dong > 0", name=op.f("ck_payout_batch_line_amount_above_zero")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payout_batch.id"], name=op.f("fk_payout_batch_line_batch_id_payout_batch")
        ),
        sa.ForeignKeyConstraint(["payout_id"], ["payout.id"], name=op.f("fk_payout_batch_line_payout_id_payout")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_batch_line")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_payout_batch_line_batch_id_position")),
    )
    op.create_index(
        "uq_payout_batch_line_standing",
        "payout_batch_line",
        ["payout_id"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.add_column(
        "payout",
        sa.Column(
            "way",
            sa.Enum("provider", "batch", name="payout_way", native_enum=False, create_constraint=True, length=32),
            nullable=False,
            server_default="provider",
        ),
    )
    op.alter_column("payout", "way", server_default=None)
    op.add_column("payout", sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_payout_amount_dong", "payout", ["amount_dong"])
    for name, rule in GUARDS.items():
        op.drop_constraint(op.f(f"ck_payout_{name}"), "payout")
        op.create_check_constraint(op.f(f"ck_payout_{name}"), "payout", rule)
    op.create_check_constraint(op.f("ck_payout_returned_has_its_time"), "payout", RETURNED)


def downgrade() -> None:
    """Change them back."""
    op.drop_constraint(op.f("ck_payout_returned_has_its_time"), "payout")
    for name, rule in GUARDS_BEFORE.items():
        op.drop_constraint(op.f(f"ck_payout_{name}"), "payout")
        op.create_check_constraint(op.f(f"ck_payout_{name}"), "payout", rule)
    op.drop_index("ix_payout_amount_dong", table_name="payout")
    op.drop_column("payout", "returned_at")
    op.drop_column("payout", "way")
    op.drop_index(
        "uq_payout_batch_line_standing", table_name="payout_batch_line", postgresql_where=sa.text("released_at IS NULL")
    )
    op.drop_table("payout_batch_line")
    op.drop_index(
        "uq_bank_statement_row_returned",
        table_name="bank_statement_row",
        postgresql_where=sa.text("outcome = 'returned'"),
    )
    op.drop_index(
        "uq_bank_statement_row_confirmed",
        table_name="bank_statement_row",
        postgresql_where=sa.text("outcome = 'confirmed'"),
    )
    op.drop_index(
        "ix_bank_statement_row_waiting",
        table_name="bank_statement_row",
        postgresql_where=sa.text("outcome = 'waiting'"),
    )
    op.drop_index("ix_bank_statement_row_statement_id", table_name="bank_statement_row")
    op.drop_table("bank_statement_row")
    op.drop_table("payout_batch")
    op.drop_table("bank_statement")
