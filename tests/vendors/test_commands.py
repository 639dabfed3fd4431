"""`flask market audit` and `flask categories load`."""

import pytest
from flask import Flask

from marketplace.database import db
from tests.factories.listings import a_listing, the_stock
from vendors.listings.models import Category


def test_a_right_market_passes_its_audit(app: Flask):
    a_listing()

    result = app.test_cli_runner().invoke(args=["market", "audit"])

    assert result.exit_code == 0
    assert "The market is right" in result.output


@pytest.mark.parametrize(("figure", "words"), [("on_hand", "its movements say 10"), ("reserved", "reservations say 0")])
def test_a_wrong_figure_is_named_and_fails_the_audit(app: Flask, figure, words):
    item = the_stock(a_listing(stock=10).variants[0])
    setattr(item, figure, 11 if figure == "on_hand" else 2)
    db.session.flush()

    result = app.test_cli_runner().invoke(args=["market", "audit"])

    assert result.exit_code == 1
    assert f"stock item {item.id}" in result.output
    assert words in result.output


def test_the_product_sets_can_be_loaded_again(app: Flask):
    result = app.test_cli_runner().invoke(args=["categories", "load"])

    assert result.output == "26 product sets.\n"
    assert db.session.query(Category).count() == 26
