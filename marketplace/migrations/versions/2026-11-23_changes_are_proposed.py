"""changes of goods on sale are proposed; those that were shown at once stay as they were shown."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_changes_are_proposed"
down_revision = "2026_11_23_personal_requests"
branch_labels = None
depends_on = None

STATE = sa.Enum(
    "waiting",
    "accepted",
    "returned",
    "withdrawn",
    "replaced",
    name="change_state",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """Change the table."""
    op.drop_index("ix_listing_change_unseen", table_name="listing_change")
    op.drop_constraint(op.f("ck_listing_change_seen_by_somebody"), "listing_change")
    op.drop_constraint(op.f("fk_listing_change_seen_by_id_user_account"), "listing_change", type_="foreignkey")
    op.alter_column("listing_change", "seen_at", new_column_name="decided_at")
    op.alter_column("listing_change", "seen_by_id", new_column_name="decided_by_id")
    op.create_foreign_key(
        op.f("fk_listing_change_decided_by_id_user_account"),
        "listing_change",
        "user_account",
        ["decided_by_id"],
        ["id"],
    )
    op.add_column("listing_change", sa.Column("state", STATE, nullable=False, server_default="accepted"))
    op.add_column("listing_change", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE listing_change SET decided_at = at WHERE decided_at IS NULL")
    op.alter_column("listing_change", "state", server_default=None)
    op.alter_column("listing_change", "reason", server_default=None)
    op.create_check_constraint(
        op.f("ck_listing_change_decided_has_its_moment"), "listing_change", "(state = 'waiting') = (decided_at IS NULL)"
    )
    op.create_check_constraint(
        op.f("ck_listing_change_return_has_its_reason"), "listing_change", "state <> 'returned' OR reason <> ''"
    )
    op.create_index(
        "uq_listing_change_waiting",
        "listing_change",
        ["listing_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_index("uq_listing_change_waiting", table_name="listing_change")
    op.drop_constraint(op.f("ck_listing_change_return_has_its_reason"), "listing_change")
    op.drop_constraint(op.f("ck_listing_change_decided_has_its_moment"), "listing_change")
    op.drop_constraint(op.f("fk_listing_change_decided_by_id_user_account"), "listing_change", type_="foreignkey")
    op.execute("DELETE FROM listing_change WHERE state <> 'accepted'")
    op.drop_column("listing_change", "reason")
    op.drop_column("listing_change", "state")
    op.alter_column("listing_change", "decided_at", new_column_name="seen_at")
    op.alter_column("listing_change", "decided_by_id", new_column_name="seen_by_id")
    op.execute("UPDATE listing_change SET seen_at = NULL WHERE seen_by_id IS NULL")
    op.create_foreign_key(
        op.f("fk_listing_change_seen_by_id_user_account"), "listing_change", "user_account", ["seen_by_id"], ["id"]
    )
    op.create_check_constraint(
        op.f("ck_listing_change_seen_by_somebody"), "listing_change", "(seen_at IS NULL) = (seen_by_id IS NULL)"
    )
    op.create_index("ix_listing_change_unseen", "listing_change", ["id"], postgresql_where=sa.text("seen_at IS NULL"))
