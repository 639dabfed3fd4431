"""What a message is about, what people want to hear of, and when they want no letters."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_notice_choices"
down_revision = "2026_11_23_goods_kept_in_mind"
branch_labels = None
depends_on = None

KINDS = ("orders", "messages", "reviews", "follows", "news")
CHANNELS = ("app", "mail")


def upgrade() -> None:
    """Name the kind of every message, of before as one about an order; make the tables of choices and quiet hours."""
    op.add_column("notice", sa.Column("kind", sa.String(length=32), nullable=False, server_default="orders"))
    op.alter_column("notice", "kind", server_default=None)
    op.create_check_constraint(op.f("ck_notice_notice_kind"), "notice", f"kind IN {KINDS}")
    op.create_table(
        "notice_choice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.CheckConstraint(f"kind IN {KINDS}", name=op.f("ck_notice_choice_chosen_kind")),
        sa.CheckConstraint(f"channel IN {CHANNELS}", name=op.f("ck_notice_choice_chosen_channel")),
        sa.CheckConstraint(
            "num_nonnulls(user_id, email) = 1", name=op.f("ck_notice_choice_is_a_persons_or_a_mailboxs")
        ),
        sa.CheckConstraint("kind <> 'orders'", name=op.f("ck_notice_choice_orders_are_always_told")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_notice_choice_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_choice")),
        sa.UniqueConstraint("user_id", "kind", "channel", name=op.f("uq_notice_choice_user_id_kind_channel")),
        sa.UniqueConstraint("email", "kind", "channel", name=op.f("uq_notice_choice_email_kind_channel")),
    )
    op.create_table(
        "quiet_hours",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("from_hour", sa.SmallInteger(), nullable=False),
        sa.Column("until_hour", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "from_hour BETWEEN 0 AND 23 AND until_hour BETWEEN 0 AND 23", name=op.f("ck_quiet_hours_are_hours")
        ),
        sa.CheckConstraint("from_hour <> until_hour", name=op.f("ck_quiet_hours_have_an_end")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_quiet_hours_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_hours")),
        sa.UniqueConstraint("user_id", name=op.f("uq_quiet_hours_user_id")),
    )


def downgrade() -> None:
    """Drop the tables and the kinds."""
    op.drop_table("quiet_hours")
    op.drop_table("notice_choice")
    op.drop_column("notice", "kind")
