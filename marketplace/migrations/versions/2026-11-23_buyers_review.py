"""buyers review what they got, people report, and ratings stand in the catalogue."""

import sqlalchemy as sa
from alembic import op

from marketplace.audit import append_only

revision = "2026_11_23_buyers_review"
down_revision = "2026_11_23_people_talk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "listing_rating",
        sa.Column("listing_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("review_count", sa.Integer(), nullable=False),
        sa.Column("star_sum", sa.Integer(), nullable=False),
        sa.CheckConstraint("review_count >= 0", name=op.f("ck_listing_rating_count_not_negative")),
        sa.CheckConstraint(
            "star_sum BETWEEN review_count AND 5 * review_count", name=op.f("ck_listing_rating_stars_fit_the_count")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_listing_rating_listing_id_listing")),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listing_rating")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("order_line_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("stars", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_because", sa.Text(), nullable=False),
        sa.CheckConstraint("(answer <> '') = (answered_at IS NOT NULL)", name=op.f("ck_review_answer_has_its_time")),
        sa.CheckConstraint(
            "(hidden_because <> '') = (hidden_at IS NOT NULL)", name=op.f("ck_review_hidden_has_its_reason")
        ),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_review_stars_are_one_to_five")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_review_by_id_user_account")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_review_listing_id_listing")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("fk_review_order_line_id_order_line")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_review_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("order_line_id", name=op.f("uq_review_order_line_id")),
    )
    op.create_index(op.f("ix_review_by_id"), "review", ["by_id"], unique=False)
    op.create_index(
        "ix_review_listing_id",
        "review",
        ["listing_id", "id"],
        unique=False,
        postgresql_where=sa.text("hidden_at IS NULL"),
    )
    op.create_index(
        "ix_review_vendor_id",
        "review",
        ["vendor_id", "id"],
        unique=False,
        postgresql_where=sa.text("hidden_at IS NULL"),
    )
    op.create_table(
        "review_photo",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("review_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_photo_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_photo")),
        sa.UniqueConstraint("review_id", "key", name=op.f("uq_review_photo_review_id_key")),
    )
    op.create_table(
        "review_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("review_id", sa.BigInteger(), nullable=False),
        sa.Column("stars", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_version_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_version")),
    )
    op.create_index(op.f("ix_review_version_review_id"), "review_version", ["review_id"], unique=False)
    op.create_table(
        "review_request",
        sa.Column("vendor_order_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["vendor_order_id"], ["vendor_order.id"], name=op.f("fk_review_request_vendor_order_id_vendor_order")
        ),
        sa.PrimaryKeyConstraint("vendor_order_id", name=op.f("pk_review_request")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("review_id", sa.BigInteger(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "rude",
                "spam",
                "false",
                "outside",
                "private",
                "other",
                name="report_reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("nothing", "hide", "block", name="decision", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("decision IS NULL OR note <> ''", name=op.f("ck_report_decision_has_its_reason")),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_report_decision_has_its_time")),
        sa.CheckConstraint("num_nonnulls(message_id, review_id) = 1", name=op.f("ck_report_is_of_one_thing")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_report_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_report_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_report_message_id_message")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_report_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index("ix_report_open", "report", ["id"], unique=False, postgresql_where=sa.text("decided_at IS NULL"))
    op.create_index("uq_report_message", "report", ["message_id", "by_name"], unique=True)
    op.create_index("uq_report_review", "report", ["review_id", "by_name"], unique=True)
    op.add_column("catalogue_entry", sa.Column("review_count", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("catalogue_entry", sa.Column("star_sum", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("catalogue_entry", "review_count", server_default=None)
    op.alter_column("catalogue_entry", "star_sum", server_default=None)
    op.execute(append_only("review_version"))


def downgrade() -> None:
    """Change them back."""
    op.drop_column("catalogue_entry", "star_sum")
    op.drop_column("catalogue_entry", "review_count")
    op.drop_table("report")
    op.drop_table("review_request")
    op.drop_table("review_version")
    op.drop_table("review_photo")
    op.drop_table("review")
    op.drop_table("listing_rating")
