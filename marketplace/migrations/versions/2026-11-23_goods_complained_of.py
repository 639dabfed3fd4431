"""What buyers complain of, and each step that is taken; rows of the steps only grow."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_goods_complained_of"
down_revision = "2026_11_23_words_are_found"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "return_case",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("vendor_order_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "damaged",
                "spoiled",
                "wrong",
                "missing",
                "not_as_told",
                "unwanted",
                name="return_reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "wish",
            sa.Enum("refund", "replacement", name="return_wish", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "awaiting_goods",
                "replacing",
                "refused",
                "disputed",
                "refunded",
                "replaced",
                "rejected",
                "withdrawn",
                name="return_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("credit_note_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(credit_note_id IS NOT NULL) = (state = 'refunded')", name=op.f("ck_return_case_refunded_by_a_credit_note")
        ),
        sa.CheckConstraint(
            "(due_at IS NOT NULL) = (state IN ('asked', 'awaiting_goods', 'replacing', 'refused', 'disputed'))",
            name=op.f("ck_return_case_open_has_its_clock"),
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_return_case_says_what_is_wrong")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_return_case_asked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["credit_note_id"], ["credit_note.id"], name=op.f("fk_return_case_credit_note_id_credit_note")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_order_id"], ["vendor_order.id"], name=op.f("fk_return_case_vendor_order_id_vendor_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_case")),
        sa.UniqueConstraint("credit_note_id", name=op.f("uq_return_case_credit_note_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_return_case_reference")),
    )
    op.create_index(op.f("ix_return_case_asked_by_id"), "return_case", ["asked_by_id"], unique=False)
    op.create_index(
        "ix_return_case_due_at", "return_case", ["due_at"], unique=False, postgresql_where=sa.text("due_at IS NOT NULL")
    )
    op.create_index("ix_return_case_vendor_order_id", "return_case", ["vendor_order_id"], unique=False)
    op.create_index(
        "uq_return_case_open",
        "return_case",
        ["vendor_order_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('asked', 'awaiting_goods', 'replacing', 'refused', 'disputed')"),
    )
    op.create_table(
        "return_photo",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["return_case.id"], name=op.f("fk_return_photo_case_id_return_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_photo")),
        sa.UniqueConstraint("case_id", "key", name=op.f("uq_return_photo_case_id_key")),
    )
    op.create_table(
        "return_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "side",
            sa.Enum("buyer", "vendor", "market", name="side", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "awaiting_goods",
                "replacing",
                "refused",
                "disputed",
                "refunded",
                "replaced",
                "rejected",
                "withdrawn",
                name="return_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_return_step_by_id_user_account")),
        sa.ForeignKeyConstraint(["case_id"], ["return_case.id"], name=op.f("fk_return_step_case_id_return_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_step")),
    )
    op.create_index("ix_return_step_case_id", "return_step", ["case_id", "id"], unique=False)
    op.create_table(
        "return_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("order_line_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_return_line_quantity_above_zero")),
        sa.ForeignKeyConstraint(["case_id"], ["return_case.id"], name=op.f("fk_return_line_case_id_return_case")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_return_line_order_line_id_order_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_line")),
        sa.UniqueConstraint("case_id", "order_line_id", name=op.f("uq_return_line_case_id_order_line_id")),
    )
    op.create_index(op.f("ix_return_line_order_line_id"), "return_line", ["order_line_id"], unique=False)
    op.execute(
        "CREATE TRIGGER return_step_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON return_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_index(op.f("ix_return_line_order_line_id"), table_name="return_line")
    op.drop_table("return_line")
    op.drop_index("ix_return_step_case_id", table_name="return_step")
    op.drop_table("return_step")
    op.drop_table("return_photo")
    op.drop_index(
        "uq_return_case_open",
        table_name="return_case",
        postgresql_where=sa.text("state IN ('asked', 'awaiting_goods', 'replacing', 'refused', 'disputed')"),
    )
    op.drop_index("ix_return_case_vendor_order_id", table_name="return_case")
    op.drop_index("ix_return_case_due_at", table_name="return_case", postgresql_where=sa.text("due_at IS NOT NULL"))
    op.drop_index(op.f("ix_return_case_asked_by_id"), table_name="return_case")
    op.drop_table("return_case")
