"""goods come in from tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_23_goods_from_tables"
down_revision = "2026_11_23_dues"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "import_job",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("file_key", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=200), nullable=False),
        sa.Column("pictures_key", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "reading",
                "checking",
                "checked",
                "saving",
                "pictures",
                "done",
                "failed",
                "discarded",
                name="import_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum("whole", "good_rows", name="import_mode", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("unused", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("pictures", sa.Integer(), nullable=False),
        sa.Column("pictures_done", sa.Integer(), nullable=False),
        sa.Column("result_key", sa.String(length=200), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "checked <= rows AND saved <= good AND pictures_done <= pictures", name=op.f("ck_import_job_counted_once")
        ),
        sa.CheckConstraint("(status = 'failed') = (failure <> '')", name=op.f("ck_import_job_failure_has_its_reason")),
        sa.CheckConstraint(
            "status NOT IN ('saving', 'pictures', 'done') OR mode IS NOT NULL",
            name=op.f("ck_import_job_saved_was_wanted"),
        ),
        sa.CheckConstraint(
            "mode IS DISTINCT FROM 'whole' OR good = rows", name=op.f("ck_import_job_whole_without_a_bad_row")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_import_job_by_id_user_account")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_import_job_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
    )
    op.create_index("ix_import_job_vendor_id", "import_job", ["vendor_id", "id"])
    op.create_index(
        "uq_import_job_open_file",
        "import_job",
        ["vendor_id", "file_sha256"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('done', 'failed', 'discarded')"),
    )
    op.create_table(
        "import_row",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("problems", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "good",
                "bad",
                "saved",
                "pictured",
                name="row_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("listing_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state <> 'bad' OR problems <> '[]'", name=op.f("ck_import_row_bad_has_its_reason")),
        sa.ForeignKeyConstraint(
            ["job_id"], ["import_job.id"], name=op.f("fk_import_row_job_id_import_job"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_import_row_listing_id_listing")),
        sa.UniqueConstraint("job_id", "number", name=op.f("uq_import_row_job_id_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_state", "import_row", ["job_id", "state", "number"])


def downgrade() -> None:
    """Change them back."""
    op.drop_table("import_row")
    op.drop_table("import_job")
