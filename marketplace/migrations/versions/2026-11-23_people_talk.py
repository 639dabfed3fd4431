"""buyers and vendors talk."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_people_talk"
down_revision = "2026_11_23_weighed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "muted_writer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_muted_writer_has_its_reason")),
        sa.CheckConstraint("num_nonnulls(user_id, order_id) = 1", name=op.f("ck_muted_writer_is_a_person_or_a_guest")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_muted_writer_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["customer_order.id"], name=op.f("fk_muted_writer_order_id_customer_order")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_muted_writer_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_muted_writer")),
    )
    op.create_index(
        "uq_muted_writer_guest",
        "muted_writer",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_index(
        "uq_muted_writer_person",
        "muted_writer",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("buyer_id", sa.BigInteger(), nullable=True),
        sa.Column("listing_id", sa.BigInteger(), nullable=True),
        sa.Column("vendor_order_id", sa.BigInteger(), nullable=True),
        sa.Column("may_name", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("buyer_read_id", sa.BigInteger(), nullable=False),
        sa.Column("vendor_read_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "listing_id IS NULL OR buyer_id IS NOT NULL", name=op.f("ck_conversation_guests_speak_of_orders")
        ),
        sa.CheckConstraint(
            "num_nonnulls(listing_id, vendor_order_id) = 1", name=op.f("ck_conversation_is_about_one_thing")
        ),
        sa.ForeignKeyConstraint(["buyer_id"], ["user_account.id"], name=op.f("fk_conversation_buyer_id_user_account")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_conversation_listing_id_listing")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_conversation_vendor_id_vendor")),
        sa.ForeignKeyConstraint(
            ["vendor_order_id"], ["vendor_order.id"], name=op.f("fk_conversation_vendor_order_id_vendor_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("vendor_order_id", name=op.f("uq_conversation_vendor_order_id")),
    )
    op.create_index("ix_conversation_buyer_id", "conversation", ["buyer_id", "last_message_at"], unique=False)
    op.create_index(op.f("ix_conversation_listing_id"), "conversation", ["listing_id"], unique=False)
    op.create_index(
        "ix_conversation_vendor_id", "conversation", ["vendor_id", "waits_since", "last_message_at"], unique=False
    )
    op.create_index("uq_conversation_question", "conversation", ["buyer_id", "listing_id"], unique=True)
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("buyer", "vendor", name="side", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_message_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_message_conversation_id_conversation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_by_id", "message", ["by_id", "sent_at"], unique=False)
    op.create_index("ix_message_conversation_id", "message", ["conversation_id", "id"], unique=False)
    op.create_table(
        "message_file",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_file_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_file")),
    )
    op.create_index(op.f("ix_message_file_message_id"), "message_file", ["message_id"], unique=False)
    op.create_table(
        "quick_answer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_quick_answer_says_something")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_quick_answer_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quick_answer")),
        sa.UniqueConstraint("vendor_id", "text", name=op.f("uq_quick_answer_vendor_id_text")),
    )
    op.create_table(
        "public_answer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asker", sa.String(length=200), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("question <> '' AND answer <> ''", name=op.f("ck_public_answer_asks_and_answers")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_public_answer_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_public_answer_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_public_answer_listing_id_listing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_answer")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_public_answer_conversation_id")),
    )
    op.create_index(
        "ix_public_answer_listing_id",
        "public_answer",
        ["listing_id", "id"],
        unique=False,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("public_answer")
    op.drop_table("quick_answer")
    op.drop_table("message_file")
    op.drop_table("message")
    op.drop_table("conversation")
    op.drop_table("muted_writer")
