"""pages of the market in versions, and who accepted them."""

import sqlalchemy as sa
from alembic import op

from marketplace.audit import append_only

revision = "2026_11_23_policies"
down_revision = "2026_11_23_notice_choices"
branch_labels = None
depends_on = None

KIND = sa.Enum(
    *("help", "ocop", "contact", "delivery", "returns", "terms", "privacy", "selling"),
    name="policy_kind",
    native_enum=False,
    create_constraint=True,
    length=32,
)
ACCEPTED = ("terms_version_id", "privacy_version_id")


def upgrade() -> None:
    """Make the tables, and let orders name what was accepted with them."""
    op.create_table(
        "policy_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_policy_version_numbered_from_one")),
        sa.CheckConstraint(
            "text_vi <> '' AND text_en <> '' AND text_fr <> ''",
            name=op.f("ck_policy_version_said_in_three_languages"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user_account.id"], name=op.f("fk_policy_version_published_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_version")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_policy_version_kind_number")),
    )
    op.create_table(
        "policy_acceptance",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_policy_acceptance_user_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["policy_version.id"], name=op.f("fk_policy_acceptance_version_id_policy_version")
        ),
        sa.PrimaryKeyConstraint("user_id", "version_id", name=op.f("pk_policy_acceptance")),
    )
    op.execute(append_only("policy_version"))
    op.execute(append_only("policy_acceptance"))
    for name in ACCEPTED:
        op.add_column("customer_order", sa.Column(name, sa.BigInteger(), nullable=True))
        key = op.f(f"fk_customer_order_{name}_policy_version")
        op.create_foreign_key(key, "customer_order", "policy_version", [name], ["id"])


def downgrade() -> None:
    """Drop them."""
    for name in ACCEPTED:
        op.drop_column("customer_order", name)
    op.drop_table("policy_acceptance")
    op.drop_table("policy_version")
