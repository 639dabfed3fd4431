"""forms act once; old imports lose their files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_23_forms_act_once"
down_revision = "2026_11_23_goods_in_full"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "submission",
        sa.Column("digest", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("messages", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "location IS NULL OR status BETWEEN 300 AND 399", name=op.f("ck_submission_leads_on_when_it_redirects")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_submission_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_submission")),
    )
    op.create_index("ix_submission_at", "submission", ["at"])
    op.alter_column("import_job", "file_key", existing_type=sa.String(length=200), nullable=True)
    op.create_check_constraint(
        op.f("ck_import_job_open_has_its_file"), "import_job", "file_key IS NOT NULL OR ended_at IS NOT NULL"
    )
    op.create_index(
        "ix_import_job_kept", "import_job", ["uploaded_at"], postgresql_where=sa.text("file_key IS NOT NULL")
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_index("ix_import_job_kept", table_name="import_job", postgresql_where=sa.text("file_key IS NOT NULL"))
    op.drop_constraint(op.f("ck_import_job_open_has_its_file"), "import_job", type_="check")
    op.execute("DELETE FROM import_job WHERE file_key IS NULL")
    op.alter_column("import_job", "file_key", existing_type=sa.String(length=200), nullable=False)
    op.drop_index("ix_submission_at", table_name="submission")
    op.drop_table("submission")
