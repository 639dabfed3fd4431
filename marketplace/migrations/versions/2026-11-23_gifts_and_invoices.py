"""gifts, and invoices for companies."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_wishes"
down_revision = "2026_11_23_the_register_is_kept"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "order_wish",
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("is_gift", sa.Boolean(), nullable=False),
        sa.Column("gift_note", sa.Text(), nullable=False),
        sa.Column("invoice_name", sa.String(length=200), nullable=False),
        sa.Column("invoice_tax_code", sa.String(length=40), nullable=False),
        sa.Column("invoice_address", sa.String(length=200), nullable=False),
        sa.Column("invoice_email", sa.String(length=200), nullable=False),
        sa.CheckConstraint("is_gift OR gift_note = ''", name=op.f("ck_order_wish_words_go_with_a_gift")),
        sa.CheckConstraint("char_length(gift_note) <= 300", name=op.f("ck_order_wish_gift_note_is_short")),
        sa.CheckConstraint(
            "(invoice_name = '') = (invoice_tax_code = '') AND (invoice_name = '') = (invoice_address = '')",
            name=op.f("ck_order_wish_invoice_is_whole"),
        ),
        sa.CheckConstraint(
            r"invoice_tax_code ~ '^(\d{10}(-\d{3})?|\d{12})?$'", name=op.f("ck_order_wish_tax_code_is_one")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["customer_order.id"], name=op.f("fk_order_wish_order_id_customer_order")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_wish")),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("order_wish")
