"""commission rules take fixed amounts within bounds, have dates and a history; order lines copy all of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_23_commission_history"
down_revision = "2026_11_23_money_proved"
branch_labels = None
depends_on = None

AMOUNTS = ("fixed_dong", "floor_dong")
ONE_TARGET = "coalesce(vendor_id * 10 + 1, category_number * 10 + 2, star * 10 + 3, 0)"


def upgrade() -> None:
    """Change the tables."""
    _add_terms("commission_rule", prefix="")
    _add_terms("order_line", prefix="commission_")
    op.add_column("commission_rule", sa.Column("valid_from", sa.DateTime(timezone=True)))
    op.add_column("commission_rule", sa.Column("valid_until", sa.DateTime(timezone=True)))
    op.alter_column("commission_rule", "position", existing_type=sa.SmallInteger(), nullable=True)
    op.drop_constraint("uq_commission_rule_position", "commission_rule", type_="unique")
    op.create_unique_constraint(
        "uq_commission_rule_position", "commission_rule", ["position"], deferrable=True, initially="IMMEDIATE"
    )
    checks = {
        "fixed_not_negative": "fixed_dong >= 0",
        "floor_not_negative": "floor_dong >= 0",
        "floor_within_cap": "floor_dong <= cap_dong",
        "everyone_last": "(num_nonnulls(vendor_id, category_number, star) = 0) = (position >= 10000)",
        "dates_have_an_order": "valid_from <= valid_until",
        "has_a_place_or_has_ended": "position IS NOT NULL OR valid_until IS NOT NULL",
    }
    for name, condition in checks.items():
        op.create_check_constraint(op.f(f"ck_commission_rule_{name}"), "commission_rule", condition)
    op.execute(
        "ALTER TABLE commission_rule ADD CONSTRAINT ex_commission_rule_one_at_a_time EXCLUDE USING gist "
        f"(int8range({ONE_TARGET}, {ONE_TARGET}, '[]') WITH &&, tstzrange(valid_from, valid_until) WITH &&) "
        "DEFERRABLE INITIALLY IMMEDIATE"
    )
    _create_history()


def _add_terms(table: str, *, prefix: str) -> None:
    """Add what a rule takes besides its share; rows that are there take nothing besides it."""
    for name in AMOUNTS:
        op.add_column(table, sa.Column(f"{prefix}{name}", sa.BigInteger(), nullable=False, server_default="0"))
        op.alter_column(table, f"{prefix}{name}", server_default=None)
    per = f"{prefix}fixed_per"
    op.add_column(table, sa.Column(per, sa.String(length=32), nullable=False, server_default="unit"))
    op.alter_column(table, per, server_default=None)
    op.create_check_constraint(op.f(f"ck_{table}_fixed_per"), table, f"{per} IN ('unit', 'line')")
    op.add_column(table, sa.Column(f"{prefix}cap_dong", sa.BigInteger()))


def _create_history() -> None:
    acts = ("added", "changed", "moved", "planned", "ended", "dropped")
    op.create_table(
        "commission_rule_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("rule_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "act", sa.Enum(*acts, name="rule_act", native_enum=False, create_constraint=True, length=32), nullable=False
        ),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("after", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_commission_rule_change_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["commission_rule.id"], name=op.f("fk_commission_rule_change_rule_id_commission_rule")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission_rule_change")),
    )
    op.create_index("ix_commission_rule_change_rule_id", "commission_rule_change", ["rule_id", "id"])
    op.execute(
        "CREATE TRIGGER commission_rule_change_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON commission_rule_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Undo the change."""
    op.drop_table("commission_rule_change")
    op.drop_constraint("ex_commission_rule_one_at_a_time", "commission_rule")
    op.drop_constraint("uq_commission_rule_position", "commission_rule", type_="unique")
    op.execute("DELETE FROM commission_rule WHERE position IS NULL")
    op.create_unique_constraint("uq_commission_rule_position", "commission_rule", ["position"])
    op.alter_column("commission_rule", "position", existing_type=sa.SmallInteger(), nullable=False)
    for name in ("everyone_last", "floor_within_cap", "dates_have_an_order", "has_a_place_or_has_ended"):
        op.drop_constraint(op.f(f"ck_commission_rule_{name}"), "commission_rule", type_="check")
    for name in ("valid_from", "valid_until", *AMOUNTS, "fixed_per", "cap_dong"):
        op.drop_column("commission_rule", name)
    for name in (*AMOUNTS, "fixed_per", "cap_dong"):
        op.drop_column("order_line", f"commission_{name}")
