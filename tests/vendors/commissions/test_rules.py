"""The first rule that matches decides what the market takes."""

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from marketplace.database import db
from tests.factories.vendors import a_vendor
from vendors.commissions.models import CommissionRule
from vendors.commissions.operations import load_rules
from vendors.commissions.queries import NoRuleMatches, choose, rules

TEA = 3


def rule(words: str, **target: int) -> CommissionRule:
    return CommissionRule(words=words, basis_points=100, **target)


ORDERED = [
    rule("this vendor", vendor_id=7),
    rule("tea", category_number=TEA),
    rule("five stars", star=5),
    rule("everyone"),
]


@pytest.mark.parametrize(
    ("vendor_id", "category_number", "star", "words"),
    [
        (7, TEA, 5, "this vendor"),
        (8, TEA, 5, "tea"),
        (8, 4, 5, "five stars"),
        (8, 4, 4, "everyone"),
        (8, 4, None, "everyone"),
    ],
)
def test_the_first_that_matches_wins(vendor_id: int, category_number: int, star: int | None, words: str) -> None:
    chosen = choose(ORDERED, vendor_id=vendor_id, category_number=category_number, star=star)
    assert chosen.words == words


def test_no_rule_at_all_is_told() -> None:
    with pytest.raises(NoRuleMatches):
        choose(ORDERED[:1], vendor_id=8, category_number=TEA, star=None)


def test_the_markets_own_rules(app: Flask) -> None:
    known = rules()
    assert choose(known, vendor_id=1, category_number=TEA, star=None).basis_points == 500
    assert choose(known, vendor_id=1, category_number=TEA, star=5).basis_points == 300


def test_what_staff_changed_stays_when_rules_are_loaded_again(app: Flask) -> None:
    everyone = db.session.scalars(select(CommissionRule).where(CommissionRule.star.is_(None))).one()
    everyone.basis_points = 450
    db.session.execute(delete(CommissionRule).where(CommissionRule.star == 5))
    assert load_rules() == 1
    db.session.refresh(everyone)
    assert everyone.basis_points == 450


@pytest.mark.parametrize("target", [{"vendor_id": 999_999}, {"category_number": 999}, {"star": 2}])
def test_a_rule_for_what_does_not_exist_is_refused(app: Flask, target: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(CommissionRule(position=1, words="?", basis_points=100, **target))


def test_a_rule_names_one_target_at_most(app: Flask) -> None:
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(CommissionRule(position=1, words="?", basis_points=100, vendor_id=a_vendor().id, star=5))


def test_the_command_writes_and_lists_them(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["commissions", "load"])
    assert told.exit_code == 0, told.output
    assert "5 %  Mọi mặt hàng" in told.output
