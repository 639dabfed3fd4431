"""A line that gives another commission than its own terms say is found."""

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.database import db
from orders.commissions.checks import commission_is_that_of_the_copied_terms
from orders.models import OrderLine
from tests.factories.commissions import a_rule
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from vendors.commissions.rates import FixedPer, Rate
from vendors.commissions.terms import Target


def found() -> list[str]:
    db.session.flush()
    return list(commission_is_that_of_the_copied_terms())


@pytest.mark.parametrize("rate", [Rate(500), Rate(333, 1_001, FixedPer.LINE, 20_000), Rate(9_999, 7, cap_dong=1)])
def test_what_was_agreed_is_right_until_it_is_changed(app: Flask, rate: Rate) -> None:
    shop = a_shop()
    a_rule(Target(vendor_slug=shop.slug), rate)
    an_order(a_listing(shop, price_dong=85_001), quantity=3)
    assert found() == []
    line = db.session.scalars(select(OrderLine)).one()
    line.commission_cap_dong = line.commission_dong - 1
    line.commission_floor_dong = 0
    assert [words for words in found() if line.sku in words] == found() != []
