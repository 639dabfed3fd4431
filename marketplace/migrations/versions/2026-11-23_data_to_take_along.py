"""data to take along."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_23_data_to_take"
down_revision = "2026_11_23_sales_by_time"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "data_export",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "listings",
                "stock",
                "orders",
                "money",
                "everything",
                name="export_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "ending",
            sa.Enum("xlsx", "csv", name="export_format", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("with_buyers", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "making", "done", "expired", name="export_status", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("pieces", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=200), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'done') = (file_key IS NOT NULL)", name=op.f("ck_data_export_done_has_its_file")),
        sa.CheckConstraint("(status = 'making') = (ended_at IS NULL)", name=op.f("ck_data_export_made_has_its_time")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_data_export_by_id_user_account")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_data_export_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    op.create_index(
        "ix_data_export_expires_at", "data_export", ["ended_at"], postgresql_where=sa.text("status = 'done'")
    )
    op.create_index("ix_data_export_vendor_id", "data_export", ["vendor_id", "id"])
    op.create_index(
        "uq_data_export_making",
        "data_export",
        ["by_id", "vendor_id", "kind", "ending"],
        unique=True,
        postgresql_where=sa.text("status = 'making'"),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("data_export")
