"""Households that are paid out, so that there is something to issue."""

from datetime import date

from marketplace import clock
from marketplace.database import db
from orders.credits.operations import credit
from orders.models import OrderLine, VendorOrder
from orders.taxes.models import TaxRule
from tests.factories.fulfilment import owner_of
from tests.factories.money import an_account, earn
from tests.factories.orders import a_shop
from vendors.listings.models import TaxClass
from vendors.models import TaxStatus, Vendor
from vendors.payouts import operations, settling
from vendors.payouts.models import Payout, PayoutStatus


def a_household() -> Vendor:
    """A household, from which 1 % of VAT and 0.5 % of PIT are withheld; the carrier costs 30,000 đồng."""
    if db.session.scalar(db.select(TaxRule.id).limit(1)) is None:
        rule = {"tax_status": TaxStatus.HOUSEHOLD, "vat_basis_points": 100, "pit_basis_points": 50}
        for tax_class in TaxClass:
            db.session.add(TaxRule(tax_class=tax_class, starts_on=date(2026, 1, 1), source="trial", **rule))
    vendor = a_shop("Hộ Hoàng Thị Mai")
    vendor.tax_status = TaxStatus.HOUSEHOLD
    an_account(vendor)
    return vendor


def paid_out(vendor: Vendor) -> Payout:
    """A payout of all that is payable."""
    payout = operations.request_payout(vendor.id)
    assert payout
    return payout


def confirmed(payout: Payout) -> Payout:
    """The payout, arrived at the bank."""
    payout.status, payout.sent_at = PayoutStatus.SENT, clock.now()
    settling.confirm(payout, bank_reference="FT26327")
    db.session.flush()
    return payout


def a_confirmed_payout(vendor: Vendor, *prices_dong: int) -> Payout:
    """A payout of these sales that has arrived."""
    earn(vendor, *prices_dong or (1_000_000,))
    return confirmed(paid_out(vendor))


def take_back(part: VendorOrder, quantity: int = 1, *, delivery: bool = False) -> None:
    """So many of the part's first line go back to the buyer."""
    lines = db.select(OrderLine).where(OrderLine.vendor_order_id == part.id).order_by(OrderLine.id)
    line = db.session.scalars(lines).first()
    assert line
    credit(part, quantities={line.id: quantity}, delivery=delivery, reason="Vỡ khi mở", by=owner_of(part))
