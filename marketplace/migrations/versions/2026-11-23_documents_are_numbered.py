"""documents are numbered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_23_documents"
down_revision = "2026_11_23_opening"
branch_labels = None
depends_on = None

GROWING = ("document", "document_file")


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "document_series",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "issuer_kind",
            sa.Enum("market", "vendor", name="issuer_kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("issuer_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "payout_statement",
                "commission_invoice",
                "tax_certificate",
                "declaration",
                "credit_note",
                name="document_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(issuer_kind = 'market') = (issuer_id = 0)", name=op.f("ck_document_series_the_market_is_nobodys_vendor")
        ),
        sa.CheckConstraint("last_number >= 0", name=op.f("ck_document_series_numbers_begin_at_one")),
        sa.CheckConstraint("year BETWEEN 2020 AND 2999", name=op.f("ck_document_series_year_is_a_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_series")),
        sa.UniqueConstraint("id", "kind", "year", name=op.f("uq_document_series_id_kind_year")),
        sa.UniqueConstraint(
            "issuer_kind", "issuer_id", "kind", "year", name=op.f("uq_document_series_issuer_kind_issuer_id_kind_year")
        ),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("series_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "payout_statement",
                "commission_invoice",
                "tax_certificate",
                "declaration",
                "credit_note",
                name="document_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("full_number", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("template_version", sa.SmallInteger(), nullable=False),
        sa.Column("corrects_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "full_number ~ '^[A-Z]{2}-\\d{4}-\\d{6,}$' "
            "AND split_part(full_number, '-', 2)::int = year AND split_part(full_number, '-', 3)::bigint = number",
            name=op.f("ck_document_written_as_numbered"),
        ),
        sa.CheckConstraint("corrects_id <> id", name=op.f("ck_document_corrects_another")),
        sa.CheckConstraint("number > 0", name=op.f("ck_document_number_above_zero")),
        sa.ForeignKeyConstraint(
            ["corrects_id", "kind", "subject"],
            ["document.id", "document.kind", "document.subject"],
            name="fk_document_corrects_id_document",
        ),
        sa.ForeignKeyConstraint(
            ["series_id", "kind", "year"],
            ["document_series.id", "document_series.kind", "document_series.year"],
            name="fk_document_series_id_document_series",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("id", "kind", "subject", name=op.f("uq_document_id_kind_subject")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_document_series_id_number")),
    )
    op.create_index(op.f("ix_document_issued_at"), "document", ["issued_at"], unique=False)
    op.create_index("ix_document_owner_id", "document", ["owner_id", "id"], unique=False)
    op.create_index("uq_document_corrects_id", "document", ["corrects_id"], unique=True)
    op.create_index(
        "uq_document_subject",
        "document",
        ["kind", "subject"],
        unique=True,
        postgresql_where=sa.text("corrects_id IS NULL"),
    )
    op.create_table(
        "document_file",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "format",
            sa.Enum("pdf", "xlsx", name="file_format", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=200), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_document_file_hash_is_sha256")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_document_file_not_empty")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_file_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_file")),
        sa.UniqueConstraint("document_id", "format", name=op.f("uq_document_file_document_id_format")),
    )
    for table in GROWING:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("document_file")
    op.drop_index("uq_document_subject", table_name="document", postgresql_where=sa.text("corrects_id IS NULL"))
    op.drop_index("uq_document_corrects_id", table_name="document")
    op.drop_index("ix_document_owner_id", table_name="document")
    op.drop_index(op.f("ix_document_issued_at"), table_name="document")
    op.drop_table("document")
    op.drop_table("document_series")
