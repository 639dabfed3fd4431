"""Which commission applies: the first rule in force that matches."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Numeric, Select, SQLColumnExpression, case, cast, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.database import db
from marketplace.errors import NotFound
from vendors.commissions.models import CommissionRule, CommissionRuleChange
from vendors.commissions.rates import FixedPer, Rate
from vendors.models import Vendor

TERMS = tuple(field.name for field in fields(Rate))
WHOLE = 10_000


class NoRuleMatches(LookupError):
    """Not even a rule for everyone exists: `flask commissions load` writes the market's own."""


def rules_at(moment: datetime) -> Sequence[CommissionRule]:
    """The rules for orders placed at that moment, in the order in which they are read: one statement."""
    begun = or_(CommissionRule.valid_from.is_(None), CommissionRule.valid_from <= moment)
    return db.session.scalars(_not_ended(moment).where(begun)).all()


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


def commission_in_sql(
    terms: Mapping[str, SQLColumnExpression[Any]],
    *,
    line_dong: SQLColumnExpression[int],
    quantity: SQLColumnExpression[int],
) -> ColumnElement[int]:
    """What `commission_of` takes, computed by the database from columns named as the fields of a Rate."""
    share = func.div(cast(line_dong, Numeric) * terms["basis_points"] + WHOLE // 2, WHOLE)
    pieces = case((terms["fixed_per"] == FixedPer.UNIT.value, quantity), else_=1)
    capped = func.least(
        share + cast(terms["fixed_dong"], Numeric) * pieces, terms["cap_dong"]
    )  # LEAST passes over a missing cap
    return func.least(func.greatest(capped, terms["floor_dong"]), line_dong)


def standing_rules() -> Sequence[CommissionRule]:
    """The rules of now and those that will begin, in their order, with the vendors and categories they name."""
    named = (joinedload(CommissionRule.vendor), joinedload(CommissionRule.category))
    return db.session.scalars(_not_ended(clock.now()).options(*named)).all()


def rule_numbered(rule_id: int) -> CommissionRule:
    """A rule that is in force or will be, with whom it names. Raises NotFound for one that has ended."""
    named = (joinedload(CommissionRule.vendor), joinedload(CommissionRule.category))
    rule = db.session.scalar(_not_ended(clock.now()).where(CommissionRule.id == rule_id).options(*named))
    if rule is None:
        raise NotFound
    return rule


def version() -> int:
    """The number of the last change to any rule: whoever saw another one has seen other rules."""
    return db.session.scalar(select(func.coalesce(func.max(CommissionRuleChange.id), 0))) or 0


def history() -> Select[CommissionRuleChange]:
    """Select what was done to the rules, newest first, with who did it and whom each rule is for."""
    rule = joinedload(CommissionRuleChange.rule)
    return (
        select(CommissionRuleChange)
        .options(
            joinedload(CommissionRuleChange.by),
            rule.joinedload(CommissionRule.vendor),
            rule.joinedload(CommissionRule.category),
        )
        .order_by(CommissionRuleChange.id.desc())
    )


def vendor_choices() -> list[tuple[str, str]]:
    """Address word and name of every vendor, by name."""
    rows = db.session.execute(select(Vendor.slug, Vendor.name).order_by(Vendor.name_sort_key, Vendor.id))
    return [(row.slug, row.name) for row in rows]


def _not_ended(moment: datetime) -> Select[CommissionRule]:
    later: ColumnElement[bool] = or_(CommissionRule.valid_until.is_(None), CommissionRule.valid_until > moment)
    placed = select(CommissionRule).where(CommissionRule.position.is_not(None), later)
    return placed.order_by(CommissionRule.position)
