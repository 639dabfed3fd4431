"""Which commission applies: the first rule that matches."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.database import db
from vendors.commissions.models import CommissionRule


class NoRuleMatches(LookupError):
    """Not even a rule for everyone exists: `flask commissions load` writes the market's own."""


def rules() -> Sequence[CommissionRule]:
    """All rules in the order in which they are read."""
    return db.session.scalars(select(CommissionRule).order_by(CommissionRule.position)).all()


def choose(
    rules: Sequence[CommissionRule], *, vendor_id: int, category_number: int, star: int | None
) -> CommissionRule:
    """The first rule that matches goods of this vendor and product set, certified with this star (or none).

    Raises NoRuleMatches.
    """
    goods = {"vendor_id": vendor_id, "category_number": category_number, "star": star}
    for rule in rules:
        if all(getattr(rule, target) in (None, value) for target, value in goods.items()):
            return rule
    raise NoRuleMatches
