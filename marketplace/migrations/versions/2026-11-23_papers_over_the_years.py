"""papers that are renewed, certificates that renew others."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_papers"
down_revision = "2026_11_23_goods_complained_of"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "paper_edition",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "business_registration",
                "identity",
                "food_safety",
                "cooperation_contract",
                "farm_confirmation",
                "charter",
                name="paper_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "returned",
                "former",
                name="edition_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_key", sa.String(length=200), nullable=False),
        sa.Column("file_kind", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_paper_edition_decided_has_its_time")
        ),
        sa.CheckConstraint("state <> 'returned' OR note <> ''", name=op.f("ck_paper_edition_return_has_its_reason")),
        sa.CheckConstraint("issued_on < expires_on", name=op.f("ck_paper_edition_dates_have_an_order")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_paper_edition_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["user_account.id"], name=op.f("fk_paper_edition_submitted_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_paper_edition_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_edition")),
    )
    op.create_index("ix_paper_edition_vendor_id", "paper_edition", ["vendor_id", "id"], unique=False)
    op.create_index(
        "uq_paper_edition_waiting",
        "paper_edition",
        ["vendor_id", "kind"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.add_column("certificate", sa.Column("renews_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_certificate_renews_id"), "certificate", ["renews_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_certificate_renews_id_certificate"), "certificate", "certificate", ["renews_id"], ["id"]
    )
    op.create_check_constraint(op.f("ck_certificate_renews_another"), "certificate", "renews_id <> id")


def downgrade() -> None:
    """Change them back."""
    op.drop_constraint(op.f("ck_certificate_renews_another"), "certificate", type_="check")
    op.drop_constraint(op.f("fk_certificate_renews_id_certificate"), "certificate", type_="foreignkey")
    op.drop_index(op.f("ix_certificate_renews_id"), table_name="certificate")
    op.drop_column("certificate", "renews_id")
    op.drop_table("paper_edition")
