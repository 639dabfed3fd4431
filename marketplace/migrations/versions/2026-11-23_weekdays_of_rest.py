"""weekdays on which shops rest."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_weekdays"
down_revision = "2026_11_23_papers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    weekdays = sa.Column("rest_weekdays", sa.ARRAY(sa.SmallInteger()), server_default="{}", nullable=False)
    op.add_column("vendor", weekdays)
    op.alter_column("vendor", "rest_weekdays", server_default=None)
    op.create_check_constraint(
        op.f("ck_vendor_works_some_day"),
        "vendor",
        "rest_weekdays <@ '{1,2,3,4,5,6,7}' AND cardinality(rest_weekdays) < 7",
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_column("vendor", "rest_weekdays")
