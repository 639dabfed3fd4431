"""Commission rules for tests, by the operations that administrators use."""

from datetime import datetime

from marketplace.accounts.models import User
from tests.factories.people import an_administrator
from vendors.commissions.models import CommissionRule
from vendors.commissions.operations import add_rule
from vendors.commissions.queries import version
from vendors.commissions.rates import Rate
from vendors.commissions.terms import Target, Terms


def a_rule(
    target: Target,
    rate: Rate,
    *,
    words: str = "Thử",
    before: CommissionRule | None = None,
    starts_at: datetime | None = None,
    by: User | None = None,
) -> CommissionRule:
    """A rule before another one (none: behind all others but those for everyone)."""
    return add_rule(
        target,
        Terms(words, rate, starts_at),
        before_id=before.id if before else None,
        seen=version(),
        by=by or an_administrator(),
    )
