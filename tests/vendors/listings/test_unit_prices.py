"""Prices of a kilogram, a litre, a piece."""

import pytest

from vendors.listings.unit_prices import unit_price_dong, unit_price_words


@pytest.mark.parametrize(
    ("price_dong", "net_amount", "net_unit", "words"),
    [
        (85_000, 500, "g", "170.000\u00a0₫/kg"),
        (45_000, 250, "ml", "180.000\u00a0₫/lít"),
        (60_000, 12, "piece", "5.000\u00a0₫/cái"),
        (60_000, 1, "piece", ""),
    ],
)
@pytest.mark.usefixtures("app")
def test_the_price_is_written_by_the_unit(price_dong, net_amount, net_unit, words):
    assert unit_price_words(price_dong, net_amount, net_unit) == words


@pytest.mark.parametrize(("price_dong", "net_amount", "expected"), [(1, 2000, 1), (1, 2001, 0), (10, 3, 3333)])
def test_half_a_dong_is_rounded_up(price_dong, net_amount, expected):
    assert unit_price_dong(price_dong, net_amount, "g") == expected
