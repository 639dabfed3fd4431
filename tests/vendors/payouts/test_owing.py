"""What a vendor owes and why: line by line on its page, and set off in its next payout."""

import pytest
from flask.testing import FlaskClient

from marketplace.ledger import audit
from marketplace.ledger.chart import AccountKind, of_vendor
from marketplace.ledger.queries import balance
from orders.models import VendorOrder
from tests.factories.carriers import a_parcel, a_statement, told
from tests.factories.fulfilment import owner_of
from tests.factories.money import a_shop_with_account, earn, earn_cash
from tests.factories.people import come_in
from tests.statements import watch_statements
from vendors.models import TaxStatus, Vendor
from vendors.payouts.operations import request_payout
from vendors.payouts.statements import explained, owing


@pytest.fixture
def household(app) -> Vendor:
    vendor = a_shop_with_account()
    vendor.tax_status = TaxStatus.HOUSEHOLD
    return vendor


def debt_of(vendor: Vendor) -> int:
    return balance(of_vendor(AccountKind.VENDOR_DEBT, vendor.id))


def as_owner(client: FlaskClient, part: VendorOrder) -> FlaskClient:
    return come_in(client, owner_of(part))


def test_cash_that_the_vendor_took_makes_commission_and_tax_its_debt(client: FlaskClient, household: Vendor) -> None:
    part = earn_cash(household, 1_000_000)
    [line] = owing(household.id)
    assert line.words == part.number
    assert (line.amounts.commission, line.amounts.vat, line.amounts.pit) == (-50_000, -part.vat_dong, -part.pit_dong)
    assert part.vat_dong > 0
    assert part.pit_dong > 0
    assert debt_of(household) == -line.amounts.net == 50_000 + part.vat_dong + part.pit_dong
    assert audit.findings() == []

    at = as_owner(client, part)
    page = at.get("/seller/money").text
    assert all(words in page for words in ("Bạn nợ chợ những gì", part.number, "Hoa hồng 50.000", "Thuế GTGT"))
    shown = at.get(f"/seller/orders/{part.number}").text
    assert "Bạn thu 1.000.000" in shown
    assert "Thuế chợ khấu trừ" in shown


def test_what_is_owed_is_set_off_in_the_next_payout_and_then_owed_no_more(household: Vendor) -> None:
    earn_cash(household, 1_000_000)
    parcel = a_parcel(vendor=household)
    a_statement(told(parcel))
    owed = debt_of(household)
    assert sum(-line.amounts.net for line in owing(household.id)) == owed
    assert [line.amounts.carriage for line in owing(household.id) if line.words == parcel.number] == [-20_000]
    sold = earn(household, 2_000_000)[0]
    payout = request_payout(household.id)
    assert payout is not None
    assert payout.amount_dong == sold.earning_dong - owed
    assert explained(payout).total.net == payout.amount_dong
    assert owing(household.id) == []
    assert audit.findings() == []


def test_what_the_payout_could_not_take_is_carried_on(household: Vendor) -> None:
    earn_cash(household, 30_000_000)
    owed = debt_of(household)
    earn(household, 100_000)
    assert request_payout(household.id) is None
    assert debt_of(household) == owed


def test_the_page_takes_the_same_statements_for_few_and_many(client: FlaskClient, household: Vendor) -> None:
    counts, at = [], as_owner(client, earn_cash(household, 100_000))
    for more in (1, 5):
        for _ in range(more):
            earn_cash(household, 100_000)
        at.get("/seller/money")
        with watch_statements() as watched:
            assert at.get("/seller/money").status_code == 200
        counts.append(len(watched))
    assert counts[0] == counts[1]
