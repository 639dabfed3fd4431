"""Two administrators change the commission rules in the same moment."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from tests.factories.people import an_administrator
from tests.races.running import race
from vendors.commissions import operations, queries
from vendors.commissions.models import CommissionRule
from vendors.commissions.rates import Rate
from vendors.commissions.terms import Target, Terms


def adding(star: int) -> Callable[[], object]:
    """An administrator who has seen the rules of now adds one."""
    person_id, seen = an_administrator().id, queries.version()
    db.session.commit()

    def act() -> None:
        by = db.session.get_one(User, person_id)
        operations.add_rule(Target(star=star), Terms("Thử", Rate(100)), before_id=None, seen=seen, by=by)

    return act


def places() -> list[int | None]:
    db.session.rollback()
    return sorted(db.session.scalars(select(CommissionRule.position)))


def test_the_second_of_two_administrators_is_told(market: Flask) -> None:
    assert race(market, [adding(3), adding(4)]) == ["RulesChanged", "done"]
    assert places() == [1, 2, 10_000]


def test_without_a_look_at_the_version_both_would_be_done(market: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: nobody looks which rules were seen; the lock alone keeps the places apart."""
    seen = queries.version()
    monkeypatch.setattr(queries, "version", lambda: seen)
    assert race(market, [adding(3), adding(4)]) == ["done", "done"]
    assert places() == [1, 2, 3, 10_000]
