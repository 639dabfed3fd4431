"""What people ask of their own data."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_personal_requests"
down_revision = "2026_11_23_weekdays"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "personal_request",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "copy", "deletion", name="personal_request_kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "done",
                "withdrawn",
                name="personal_request_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(status = 'waiting') = (ended_at IS NULL)", name=op.f("ck_personal_request_ended_has_its_time")
        ),
        sa.CheckConstraint(
            "file_key IS NULL OR (kind = 'copy' AND status = 'done')",
            name=op.f("ck_personal_request_only_copies_have_files"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_personal_request_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_request")),
    )
    op.create_index(
        "ix_personal_request_acts_at",
        "personal_request",
        ["acts_at"],
        unique=False,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index("ix_personal_request_user_id", "personal_request", ["user_id", "id"], unique=False)
    op.create_index(
        "uq_personal_request_waiting",
        "personal_request",
        ["user_id", "kind"],
        unique=True,
        postgresql_where=sa.text("status = 'waiting'"),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_index(
        "uq_personal_request_waiting", table_name="personal_request", postgresql_where=sa.text("status = 'waiting'")
    )
    op.drop_index("ix_personal_request_user_id", table_name="personal_request")
    op.drop_index(
        "ix_personal_request_acts_at", table_name="personal_request", postgresql_where=sa.text("status = 'waiting'")
    )
    op.drop_table("personal_request")
