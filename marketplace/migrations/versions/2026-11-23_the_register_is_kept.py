"""The province's register is kept: its producers and products, their stars over the years, and its spreadsheets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from marketplace.audit import append_only

revision = "2026_11_23_the_register_is_kept"
down_revision = "2026_11_23_fetch"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "register_import",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("file_key", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "reading",
                "checked",
                "applied",
                "failed",
                "discarded",
                name="register_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("unused", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("base_id", sa.BigInteger(), nullable=True),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("older", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("drops_gone", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(status = 'applied') = (applied_at IS NOT NULL)", name=op.f("ck_register_import_applied_has_its_time")
        ),
        sa.CheckConstraint(
            "(status = 'failed') = (failure <> '')", name=op.f("ck_register_import_failure_has_its_reason")
        ),
        sa.CheckConstraint(
            "(applied_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_register_import_applied_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["base_id"], ["register_import.id"], name=op.f("fk_register_import_base_id_register_import")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_register_import_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_register_import_decided_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_import")),
    )
    op.create_table(
        "register_producer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_fold", sa.String(length=200), nullable=False),
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
        sa.Column("tax_code", sa.String(length=40), nullable=True),
        sa.Column("commune_code", sa.String(length=40), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_register_producer_commune_code_commune")
        ),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_register_producer_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_producer")),
        sa.UniqueConstraint("vendor_id", name=op.f("uq_register_producer_vendor_id")),
    )
    op.create_index(op.f("ix_register_producer_commune_code"), "register_producer", ["commune_code"], unique=False)
    op.create_index("ix_register_producer_name_fold", "register_producer", ["name_fold", "commune_code"], unique=False)
    op.create_index("ix_register_producer_tax_code", "register_producer", ["tax_code"], unique=False)
    op.create_table(
        "register_product",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("producer_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=True),
        sa.Column("stem", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_fold", sa.String(length=200), nullable=False),
        sa.Column("category_number", sa.SmallInteger(), nullable=True),
        sa.Column("commune_code", sa.String(length=40), nullable=False),
        sa.Column("star", sa.SmallInteger(), nullable=True),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.Column("listing_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("issued_on < expires_on", name=op.f("ck_register_product_dates_have_an_order")),
        sa.CheckConstraint("star BETWEEN 3 AND 5", name=op.f("ck_register_product_star_of_a_certificate")),
        sa.CheckConstraint(
            "star IS NOT NULL OR expires_on IS NULL", name=op.f("ck_register_product_only_stars_expire")
        ),
        sa.ForeignKeyConstraint(
            ["category_number"], ["category.number"], name=op.f("fk_register_product_category_number_category")
        ),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_register_product_commune_code_commune")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_register_product_listing_id_listing")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["register_producer.id"], name=op.f("fk_register_product_producer_id_register_producer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_product")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_register_product_listing_id")),
        sa.UniqueConstraint("stem", name=op.f("uq_register_product_stem")),
    )
    op.create_index(op.f("ix_register_product_category_number"), "register_product", ["category_number"], unique=False)
    op.create_index(op.f("ix_register_product_commune_code"), "register_product", ["commune_code"], unique=False)
    op.create_index("ix_register_product_expires_on", "register_product", ["expires_on"], unique=False)
    op.create_index("ix_register_product_name_fold", "register_product", ["producer_id", "name_fold"], unique=False)
    op.create_table(
        "register_rating",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.String(length=200), nullable=True),
        sa.Column("star", sa.SmallInteger(), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("star BETWEEN 3 AND 5", name=op.f("ck_register_rating_star_of_a_certificate")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["register_import.id"], name=op.f("fk_register_rating_import_id_register_import")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["register_product.id"], name=op.f("fk_register_rating_product_id_register_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_rating")),
    )
    op.create_index("ix_register_rating_product_id", "register_rating", ["product_id"], unique=False)
    op.create_table(
        "register_row",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "changed",
                "same",
                "older",
                "bad",
                "gone",
                name="row_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("producer_name", sa.String(length=200), nullable=False),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("problems", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("remarks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state <> 'bad' OR problems <> '[]'", name=op.f("ck_register_row_bad_has_its_reason")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["register_import.id"], name=op.f("fk_register_row_import_id_register_import")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["register_product.id"], name=op.f("fk_register_row_product_id_register_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_row")),
    )
    op.create_index("ix_register_row_state", "register_row", ["import_id", "state", "number"], unique=False)
    op.create_table(
        "register_maker",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
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
        sa.Column("tax_code", sa.String(length=40), nullable=True),
        sa.Column("commune_code", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("known", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("candidates", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_register_maker_answered_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_register_maker_answered_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_register_maker_commune_code_commune")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["register_import.id"], name=op.f("fk_register_maker_import_id_register_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_maker")),
        sa.UniqueConstraint("import_id", "key", name=op.f("uq_register_maker_import_id_key")),
    )
    op.execute(append_only("register_rating"))


def downgrade() -> None:
    """Change them back."""
    op.drop_table("register_maker")
    op.drop_table("register_row")
    op.drop_table("register_rating")
    op.drop_table("register_product")
    op.drop_table("register_producer")
    op.drop_table("register_import")
