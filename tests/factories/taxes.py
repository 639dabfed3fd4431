"""Vendors of whom tax is withheld, and what they sell and take back at a moment."""

from datetime import datetime

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from orders.credits.models import CreditNote
from orders.credits.operations import credit
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import OrderLine, VendorOrder
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import an_administrator
from vendors.models import TaxStatus, Vendor


def a_household(name: str = "Hộ Trần Thị Lan", *, tax_code: str | None = "8012345678") -> Vendor:
    """A vendor of whom tax is withheld: 1 % VAT and 0.5 % PIT of goods."""
    vendor = a_shop(name, carrier_dong=0)
    vendor.tax_status, vendor.tax_code = TaxStatus.HOUSEHOLD, tax_code
    db.session.flush()
    return vendor


def sold(
    vendor: Vendor, price_dong: int, *, at: datetime, quantity: int = 1, method: PaymentMethod = PaymentMethod.TRANSFER
) -> VendorOrder:
    """A part of the vendor, ordered and delivered at that moment."""
    with clock.at(at):
        listing = a_listing(vendor, price_dong=price_dong, stock=100)
        return a_part(listing, method=method, status=VendorOrderStatus.DELIVERED, quantity=quantity)


def taken_back(part: VendorOrder, quantity: int, *, at: datetime) -> CreditNote:
    """So many pieces of the part's only line are credited at that moment."""
    line = db.session.scalars(select(OrderLine).where(OrderLine.vendor_order_id == part.id)).one()
    with clock.at(at):
        return credit(
            part, quantities={line.id: quantity}, delivery=False, reason="Hàng vỡ khi giao", by=an_administrator()
        )
