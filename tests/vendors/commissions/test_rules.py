"""The first rule in force that matches decides what the market takes."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.database import db
from tests.factories.vendors import a_vendor
from vendors.commissions.models import CommissionRule, CommissionRuleChange
from vendors.commissions.operations import load_rules
from vendors.commissions.queries import NoRuleMatches, choose, rules_at
from vendors.commissions.rates import Rate

TEA = 3
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def rule(words: str, **target: int) -> CommissionRule:
    return CommissionRule(words=words, rate=Rate(100), **target)


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


def test_the_markets_own_rules_hold_from_the_first_day(app: Flask) -> None:
    for moment in (LONG_AGO, clock.now()):
        known = rules_at(moment)
        assert choose(known, vendor_id=1, category_number=TEA, star=None).rate == Rate(500)
        assert choose(known, vendor_id=1, category_number=TEA, star=5).rate == Rate(300)


def test_what_staff_changed_stays_when_rules_are_loaded_again(app: Flask) -> None:
    everyone = db.session.scalars(select(CommissionRule).where(CommissionRule.star.is_(None))).one()
    everyone.basis_points = 450
    assert load_rules() == 0
    db.session.refresh(everyone)
    assert everyone.basis_points == 450


@pytest.mark.parametrize(
    "wrong",
    [
        {"vendor_id": 999_999},
        {"category_number": 999},
        {"star": 2},
        {"star": 4, "basis_points": 10_001},
        {"star": 4, "basis_points": -1},
        {"star": 4, "fixed_dong": -1},
        {"star": 4, "floor_dong": 2, "cap_dong": 1},
        {"star": 4, "position": 10_001},
        {"star": 4, "valid_from": clock.now(), "valid_until": LONG_AGO},
        {"star": 4, "position": None},
        {"position": 9_999},
        {"star": 5},
        {"star": 4, "position": 1},
    ],
)
def test_the_database_refuses_what_cannot_be(app: Flask, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(CommissionRule(**{"position": 9, "words": "?", "basis_points": 100, **wrong}))


def test_the_same_row_without_what_is_wrong_is_taken(app: Flask) -> None:
    """The control of the test above."""
    db.session.add(CommissionRule(position=9, words="?", basis_points=100, star=4))
    db.session.flush()


def test_a_rule_names_one_target_at_most(app: Flask) -> None:
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(CommissionRule(position=9, words="?", basis_points=100, vendor_id=a_vendor().id, star=4))


def test_history_only_grows(app: Flask) -> None:
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(delete(CommissionRuleChange))


def test_the_command_writes_and_lists_them(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["commissions", "load"])
    assert told.exit_code == 0, told.output
    assert "Mọi mặt hàng" in told.output
    assert "5\u00a0%" in told.output
