"""contracts of orders among the numbered documents."""

from alembic import op

revision = "2026_11_24_contracts"
down_revision = "2026_11_24_old_names_spelt_right"
branch_labels = None
depends_on = None

DOCUMENTS = ("payout_statement", "commission_invoice", "tax_certificate", "declaration", "credit_note", "dues_notice")


def upgrade() -> None:
    """Let contracts be issued."""
    _allow_documents(*DOCUMENTS, "contract")


def downgrade() -> None:
    """Allow them no more; refused while one was issued."""
    _allow_documents(*DOCUMENTS)


def _allow_documents(*kinds: str) -> None:
    listed = ", ".join(repr(kind) for kind in kinds)
    for table in ("document", "document_series"):
        op.drop_constraint(op.f(f"ck_{table}_document_kind"), table)
        op.create_check_constraint(op.f(f"ck_{table}_document_kind"), table, f"kind IN ({listed})")
