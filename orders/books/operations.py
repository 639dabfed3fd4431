"""Auditing the books: every few minutes, and when somebody asks for it."""

from marketplace import audit, outbox
from marketplace.accounts.models import User
from marketplace.ledger import health
from orders.events import LedgerAuditWanted
from vendors import audit as market


def examine_books() -> None:
    """Run every check of the books and of the market, and keep what was found."""
    health.examine(also=market.checks)


def want_audit(*, by: User) -> None:
    """Let the workers audit the books without waiting for the next time."""
    outbox.record(LedgerAuditWanted())
    audit.record("ledger audit wanted", by, by=by)
