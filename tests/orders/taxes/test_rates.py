"""Which tax is withheld: of households and individuals, by class and day."""

from datetime import date

import pytest

from marketplace.database import db
from orders.taxes.models import TaxRule
from orders.taxes.queries import Rates, choose, rules_on
from vendors.listings.models import TaxClass
from vendors.models import TaxStatus

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("status", "tax_class", "rates"),
    [
        (TaxStatus.HOUSEHOLD, TaxClass.GOODS, Rates(100, 50)),
        (TaxStatus.INDIVIDUAL, TaxClass.OWN_PRODUCE, Rates(300, 150)),
        (TaxStatus.HOUSEHOLD, TaxClass.UNPROCESSED_FARM, Rates(0, 50)),
        (TaxStatus.HOUSEHOLD, TaxClass.SERVICES, Rates(500, 200)),
        (TaxStatus.NONRESIDENT, TaxClass.SERVICES, Rates(500, 500)),
        (TaxStatus.NONRESIDENT, TaxClass.GOODS, Rates(100, 100)),
        (TaxStatus.ENTERPRISE, TaxClass.GOODS, Rates()),
        (TaxStatus.COOPERATIVE, TaxClass.SERVICES, Rates()),
    ],
)
def test_the_rates_in_force(app, status: TaxStatus, tax_class: TaxClass, rates: Rates) -> None:
    assert choose(rules_on(TODAY), status, tax_class) == rates


def test_the_example_of_the_law(app) -> None:
    """500.000 ₫ of goods sold by a household: 5.000 ₫ VAT and 2.500 ₫ PIT."""
    rates = choose(rules_on(TODAY), TaxStatus.HOUSEHOLD, TaxClass.GOODS)
    assert (rates.vat_of(500_000), rates.pit_of(500_000)) == (5_000, 2_500)


def test_nothing_was_withheld_before_the_decree(app) -> None:
    assert choose(rules_on(date(2026, 6, 30)), TaxStatus.HOUSEHOLD, TaxClass.GOODS) == Rates()


def test_a_later_rule_replaces_an_earlier_one_from_its_day(app) -> None:
    db.session.add(a_rule(TaxClass.GOODS, 200, 100, date(2027, 1, 1)))
    db.session.flush()
    assert choose(rules_on(date(2026, 12, 31)), TaxStatus.HOUSEHOLD, TaxClass.GOODS) == Rates(100, 50)
    assert choose(rules_on(date(2027, 1, 1)), TaxStatus.HOUSEHOLD, TaxClass.GOODS) == Rates(200, 100)


def test_a_class_without_a_rule_has_the_highest_rate_in_force() -> None:
    rules = [a_rule(TaxClass.GOODS, 100, 50, TODAY), a_rule(TaxClass.SERVICES, 500, 200, TODAY)]
    assert choose(rules, TaxStatus.HOUSEHOLD, TaxClass.OWN_PRODUCE) == Rates(500, 200)


def a_rule(tax_class: TaxClass, vat: int, pit: int, starts_on: date) -> TaxRule:
    return TaxRule(
        tax_status=TaxStatus.HOUSEHOLD,
        tax_class=tax_class,
        vat_basis_points=vat,
        pit_basis_points=pit,
        starts_on=starts_on,
        source="a test",
    )
