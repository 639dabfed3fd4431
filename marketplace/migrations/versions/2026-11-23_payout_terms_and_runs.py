"""payout terms and runs."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_payout_terms"
down_revision = "2026_11_23_commission_history"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "payout_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.BigInteger(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(finished_at IS NOT NULL) = (done + failed = wanted)", name=op.f("ck_payout_run_finished_when_all_are")
        ),
        sa.CheckConstraint("done + failed <= wanted", name=op.f("ck_payout_run_no_more_than_wanted")),
        sa.CheckConstraint("wanted >= 0 AND done >= 0 AND failed >= 0", name=op.f("ck_payout_run_counts_not_negative")),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["user_account.id"], name=op.f("fk_payout_run_started_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_run")),
    )
    op.create_index(
        "ix_payout_run_nightly", "payout_run", ["day"], unique=False, postgresql_where=sa.text("started_by_id IS NULL")
    )
    op.create_table(
        "payout_terms",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "cadence",
            sa.Enum(
                "daily",
                "weekly",
                "twice_monthly",
                "monthly",
                "on_request",
                name="cadence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("weekday", sa.SmallInteger(), nullable=True),
        sa.Column("minimum_dong", sa.BigInteger(), nullable=True),
        sa.Column("hold_days", sa.SmallInteger(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(COALESCE(cadence, '') = 'weekly') = (weekday IS NOT NULL)",
            name=op.f("ck_payout_terms_weekly_has_its_day"),
        ),
        sa.CheckConstraint("hold_days BETWEEN 0 AND 60", name=op.f("ck_payout_terms_hold_is_short")),
        sa.CheckConstraint("minimum_dong > 0", name=op.f("ck_payout_terms_minimum_above_zero")),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_payout_terms_weekday_of_a_week")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_payout_terms_by_id_user_account")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_payout_terms_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_terms")),
    )
    op.create_index(op.f("ix_payout_terms_vendor_id"), "payout_terms", ["vendor_id"], unique=False)
    op.create_index(
        "uq_payout_terms_current",
        "payout_terms",
        ["vendor_id"],
        unique=True,
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "payout_run_vendor",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "waiting",
                "paid",
                "nothing",
                "failed",
                name="run_outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("payout_id", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'paid') = (payout_id IS NOT NULL)", name=op.f("ck_payout_run_vendor_paid_has_its_payout")
        ),
        sa.ForeignKeyConstraint(["payout_id"], ["payout.id"], name=op.f("fk_payout_run_vendor_payout_id_payout")),
        sa.ForeignKeyConstraint(["run_id"], ["payout_run.id"], name=op.f("fk_payout_run_vendor_run_id_payout_run")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_payout_run_vendor_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("run_id", "vendor_id", name=op.f("pk_payout_run_vendor")),
    )
    op.add_column("payout_account", sa.Column("cools_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("payout_account", sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Change them back."""
    op.drop_column("payout_account", "objected_at")
    op.drop_column("payout_account", "cools_until")
    op.drop_table("payout_run_vendor")
    op.drop_index("uq_payout_terms_current", table_name="payout_terms", postgresql_where=sa.text("replaced_at IS NULL"))
    op.drop_index(op.f("ix_payout_terms_vendor_id"), table_name="payout_terms")
    op.drop_table("payout_terms")
    op.drop_index("ix_payout_run_nightly", table_name="payout_run", postgresql_where=sa.text("started_by_id IS NULL"))
    op.drop_table("payout_run")
