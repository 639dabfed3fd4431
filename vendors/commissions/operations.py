"""Changing the commission rules: always by people who have seen the rules of now, and never for what was sold."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select, text

from marketplace import audit, clock
from marketplace.audit import Actor
from marketplace.database import db
from vendors.commissions import queries
from vendors.commissions.errors import AlreadyPlanned, NeverWithoutOne, RulesChanged, SameTarget, TooManyRules
from vendors.commissions.models import LAST_PLACE, CommissionRule, CommissionRuleChange, RuleAct
from vendors.commissions.rates import Rate
from vendors.commissions.terms import Target, Terms, checked, found

MOST_RULES = 500
FIVE_STARS = 5
MARKET_RULES: tuple[dict[str, Any], ...] = (
    {"words": "Hàng OCOP 5 sao", "star": FIVE_STARS, "rate": Rate(300)},
    {"words": "Mọi mặt hàng", "star": None, "rate": Rate(500)},
)
"""The market's own: shares of the goods in basis points, from the first day."""


def load_rules() -> int:
    """Write the market's own rules that never existed; give how many were written.

    Again and again without harm: what staff changed or ended stays.
    """
    _hold()
    known = {(rule.vendor_id, rule.category_number, rule.star) for rule in db.session.scalars(select(CommissionRule))}
    missing = [CommissionRule(**rule) for rule in MARKET_RULES if (None, None, rule["star"]) not in known]
    for rule in missing:
        _put_in(rule, before=None)
        _note(rule, RuleAct.ADDED, by=None)
    return len(missing)


def add_rule(target: Target, terms: Terms, *, before_id: int | None, seen: int, by: Actor) -> CommissionRule:
    """Add a rule before another one (none named: the last but those for everyone).

    `seen` is the version of the rules that was seen. Raises RulesChanged, and Invalid with the field to mend: for a
    target that does not exist or has a rule at that time, and for terms that cannot be.
    """
    _hold(seen)
    clean, named = checked(terms), found(target)
    starts_at = clean.starts_at or clock.now()
    _refuse_another_for(named, starts_at)
    rule = CommissionRule(words=clean.words, rate=clean.rate, valid_from=starts_at, **named)
    _put_in(rule, before=_among_standing(before_id))
    _note(rule, RuleAct.ADDED, by=by)
    audit.record("commission rule added", rule, by=by, **_said(rule))
    return rule


def change_rule(rule_id: int, terms: Terms, *, seen: int, by: Actor) -> CommissionRule:
    """Let the rule take otherwise, at once or from a moment on: another version of it follows, and is given.

    What a rule said while orders were placed under it stays. Raises RulesChanged, AlreadyPlanned, and Invalid with the
    field to mend.
    """
    _hold(seen)
    rule, clean = queries.rule_numbered(rule_id), checked(terms)
    before = _said(rule)
    if not rule.has_begun(clock.now()):
        _change_before_it_begins(rule, clean)
        following = rule
    else:
        following = _followed(rule, clean)
    _note(following, RuleAct.PLANNED if clean.starts_at else RuleAct.CHANGED, by=by, before=before)
    audit.record("commission rule changed", following, by=by, before=before, after=_said(following))
    return following


def place_rule(rule_id: int, *, before_id: int | None, seen: int, by: Actor) -> None:
    """Read the rule before another one (none named: the last but those for everyone).

    Raises RulesChanged, and NeverWithoutOne for a rule for everyone, which stands last.
    """
    _hold(seen)
    rule = queries.rule_numbered(rule_id)
    if rule.is_for_everyone:
        raise NeverWithoutOne
    before = _said(rule)
    _put_in(rule, before=_among_standing(before_id))
    _note(rule, RuleAct.MOVED, by=by, before=before)
    audit.record("commission rule moved", rule, by=by, before=before["place"], after=_said(rule)["place"])


def end_rule(rule_id: int, *, seen: int, by: Actor) -> None:
    """Read the rule no more for orders placed from now on; one that has not begun is taken back.

    Raises RulesChanged, and NeverWithoutOne for the rule for everyone that is in force.
    """
    _hold(seen)
    rule, now = queries.rule_numbered(rule_id), clock.now()
    began, before = rule.has_begun(now), _said(rule)
    if began and rule.is_for_everyone:
        raise NeverWithoutOne
    with _checked_together():
        if not began and (earlier := _followed_by(rule)):
            earlier.valid_until = None
        rule.valid_until, rule.position = now if began else rule.valid_from, None
    _note(rule, RuleAct.ENDED if began else RuleAct.DROPPED, by=by, before=before)
    audit.record("commission rule ended", rule, by=by, **before)


def _hold(seen: int | None = None) -> None:
    """Let nobody else change the rules before this transaction ends; who only reads them is not kept waiting."""
    db.session.execute(text("LOCK TABLE commission_rule IN SHARE ROW EXCLUSIVE MODE"))
    if seen is not None and seen != queries.version():
        raise RulesChanged


def _refuse_another_for(named: dict[str, Any], starts_at: datetime) -> None:
    same = select(CommissionRule).filter_by(**named).where(CommissionRule.position.is_not(None))
    if db.session.scalar(same.where(CommissionRule.valid_until.is_(None) | (CommissionRule.valid_until > starts_at))):
        raise SameTarget(field=next(name for name, value in named.items() if value).replace("vendor_id", "vendor_slug"))


def _change_before_it_begins(rule: CommissionRule, terms: Terms) -> None:
    begins = terms.starts_at or clock.now()
    with _checked_together():
        if earlier := _followed_by(rule):
            earlier.valid_until = begins
        rule.words, rule.rate, rule.valid_from = terms.words, terms.rate, begins


def _followed(rule: CommissionRule, terms: Terms) -> CommissionRule:
    """End the rule when the terms begin, and let a new version stand in its place."""
    if terms.starts_at and rule.valid_until:
        raise AlreadyPlanned(field="starts_on")
    following = CommissionRule(
        words=terms.words,
        rate=terms.rate,
        valid_from=terms.starts_at or clock.now(),
        valid_until=rule.valid_until,
        vendor_id=rule.vendor_id,
        category_number=rule.category_number,
        star=rule.star,
    )
    rule.valid_until = following.valid_from
    db.session.flush()
    _put_in(following, before=rule)
    if terms.starts_at is None:
        rule.position = None
        db.session.flush()
    return following


def _followed_by(rule: CommissionRule) -> CommissionRule | None:
    """The version of this rule that ends when this one begins."""
    same = select(CommissionRule).filter_by(
        vendor_id=rule.vendor_id, category_number=rule.category_number, star=rule.star, valid_until=rule.valid_from
    )
    return db.session.scalar(same.where(CommissionRule.id != rule.id, CommissionRule.position.is_not(None)))


def _among_standing(before_id: int | None) -> CommissionRule | None:
    return queries.rule_numbered(before_id) if before_id else None


def _put_in(rule: CommissionRule, *, before: CommissionRule | None) -> None:
    """Give the rule its place, and its like their numbers: from 1, those for everyone from LAST_PLACE."""
    placed = select(CommissionRule).where(CommissionRule.position.is_not(None)).order_by(CommissionRule.position)
    standing = [each for each in db.session.scalars(placed) if each is not rule]
    alike = [each for each in standing if each.is_for_everyone is rule.is_for_everyone]
    if len(alike) >= MOST_RULES:
        raise TooManyRules
    alike.insert(alike.index(before) if before in alike else len(alike), rule)
    with _checked_together():
        for place, each in enumerate(alike, start=LAST_PLACE if rule.is_for_everyone else 1):
            each.position = place
        db.session.add(rule)


@contextmanager
def _checked_together() -> Iterator[None]:
    """Let places and dates of several rules change at once: that they fit together is checked at the end."""
    names = "uq_commission_rule_position, ex_commission_rule_one_at_a_time"
    db.session.execute(text(f"SET CONSTRAINTS {names} DEFERRED"))
    yield
    db.session.flush()
    db.session.execute(text(f"SET CONSTRAINTS {names} IMMEDIATE"))


def _note(rule: CommissionRule, act: RuleAct, *, by: Actor | None, before: dict[str, Any] | None = None) -> None:
    after = None if act in {RuleAct.ENDED, RuleAct.DROPPED} else _said(rule)
    db.session.add(
        CommissionRuleChange(
            rule_id=rule.id, at=clock.now(), by_id=by.id if by else None, act=act, before=before, after=after
        )
    )
    db.session.flush()


def _said(rule: CommissionRule) -> dict[str, Any]:
    """All that the rule says, as plain JSON."""
    rate = rule.rate
    return {
        "words": rule.words,
        "basis_points": rate.basis_points,
        "fixed_dong": rate.fixed_dong,
        "fixed_per": rate.fixed_per.value,
        "floor_dong": rate.floor_dong,
        "cap_dong": rate.cap_dong,
        "place": rule.position,
        "valid_from": rule.valid_from.isoformat() if rule.valid_from else None,
    }
