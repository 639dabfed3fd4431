"""Two administrators work on one month of tax in the same moment."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.documents.models import Document
from marketplace.ledger.models import Posting
from orders.declarations import operations
from orders.declarations.models import TaxDeclaration
from tests.factories.people import an_administrator
from tests.factories.taxes import a_household, sold
from tests.races.running import race

OCTOBER = date(2026, 10, 1)
LATER = datetime(2026, 11, 3, 5, tzinfo=UTC)


def acting(act: Callable[[TaxDeclaration, User], None]) -> Callable[[], None]:
    """An administrator who does this to October's declaration."""
    person_id = an_administrator().id
    db.session.commit()

    def run() -> None:
        with clock.at(LATER):
            declaration = db.session.scalars(select(TaxDeclaration)).one()
            act(declaration, db.session.get_one(User, person_id))

    return run


@pytest.fixture
def october(market: Flask) -> Flask:
    """A month that is prepared."""
    sold(a_household(), 500_000, at=datetime(2026, 10, 20, 5, tzinfo=UTC))
    with clock.at(LATER):
        operations.prepare(OCTOBER, by=an_administrator())
    db.session.commit()
    return market


def test_a_month_is_filed_once_and_paid_once(october: Flask) -> None:
    filing = [acting(lambda declaration, by: operations.file(declaration, by=by)) for _ in range(2)]
    assert race(october, filing) == ["AlreadyFiled", "done"]
    db.session.rollback()
    assert len(db.session.scalars(select(Document)).all()) == 1
    paying = [
        acting(lambda declaration, by: operations.pay(declaration, treasury_reference="NS 1", by=by)) for _ in range(2)
    ]
    assert race(october, paying) == ["NotFiled", "done"]
    db.session.rollback()
    assert len(db.session.scalars(select(Posting).where(Posting.reference.like("tax-declaration/%"))).all()) == 1
