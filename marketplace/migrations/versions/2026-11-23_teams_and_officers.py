"""invitations into teams, consent for officers, and in whose name they act."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_teams"
down_revision = "2026_11_23_forms_act_once"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "officer_consent",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=False),
        sa.Column("given_by_id", sa.BigInteger(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_officer_consent_withdrawn_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["user_account.id"], name=op.f("fk_officer_consent_given_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["user_account.id"], name=op.f("fk_officer_consent_officer_id_user_account")
        ),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_officer_consent_vendor_id_vendor")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user_account.id"], name=op.f("fk_officer_consent_withdrawn_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_consent")),
    )
    op.create_index("ix_officer_consent_officer_id", "officer_consent", ["officer_id"], unique=False)
    op.create_index(
        "uq_officer_consent_standing",
        "officer_consent",
        ["vendor_id", "officer_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "team_invitation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("vendor_id", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "manager",
                "packer",
                "accountant",
                name="member_role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("invited_by_id", sa.BigInteger(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times_sent", sa.SmallInteger(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (accepted_by_id IS NULL)", name=op.f("ck_team_invitation_accepted_by_somebody")
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_team_invitation_accepted_or_withdrawn")
        ),
        sa.CheckConstraint("login = lower(login)", name=op.f("ck_team_invitation_login_is_folded")),
        sa.CheckConstraint("times_sent >= 1", name=op.f("ck_team_invitation_sent_at_least_once")),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["user_account.id"], name=op.f("fk_team_invitation_accepted_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["user_account.id"], name=op.f("fk_team_invitation_invited_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_team_invitation_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_invitation")),
    )
    op.create_index("ix_team_invitation_vendor_id", "team_invitation", ["vendor_id", "invited_at"], unique=False)
    op.create_index(
        "uq_team_invitation_open",
        "team_invitation",
        ["vendor_id", "login"],
        unique=True,
        postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.add_column("audit_entry", sa.Column("on_behalf_of", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_audit_entry_on_behalf_of",
        "audit_entry",
        ["on_behalf_of", "id"],
        unique=False,
        postgresql_where=sa.text("on_behalf_of IS NOT NULL"),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_index("ix_audit_entry_on_behalf_of", table_name="audit_entry")
    op.drop_column("audit_entry", "on_behalf_of")
    op.drop_table("team_invitation")
    op.drop_table("officer_consent")
