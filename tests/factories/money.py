"""Orders paid by transfer, refunds that can be sent, and vendors that can be paid."""

from datetime import timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from marketplace.settings import settings
from orders.fulfilment import releasing
from orders.fulfilment.endings import cancel
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.payments.models import Refund
from orders.payments.refunds import give_account
from tests.factories.fulfilment import a_part, parts_of
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop, an_order
from tests.factories.payments import pay
from tests.factories.people import an_administrator
from vendors.models import Vendor
from vendors.payouts.accounts import name_account, verify_account
from vendors.payouts.models import PayoutAccount

VIETCOMBANK = "970436"
FAILS, WAITS, REFUSED = "8801230000", "8801231111", "8801232222"
"""Accounts to which the bank's twin pays nothing: after a while, not yet, and never."""


def a_transfer_order(*prices_dong: int) -> Order:
    """An order by transfer with a part for each price, delivered for nothing."""
    listings = [a_listing(a_shop(carrier_dong=0), price_dong=price) for price in prices_dong or (500_000,)]
    return an_order(*listings, method=PaymentMethod.TRANSFER)


def a_refund(amount_dong: int = 500_000, *, account: str | None = "1023456789") -> Refund:
    """The refund of a paid order that its buyer has cancelled, with the account where it goes if one is given."""
    order = a_transfer_order(amount_dong)
    pay(order)
    cancel(parts_of(order)[0], by=None)
    refund = db.session.scalars(select(Refund).where(Refund.order_id == order.id)).one()
    if account:
        give_account(refund, bank_bin=VIETCOMBANK, number=account, holder="Trần Thu Hà")
    return refund


def an_account(
    vendor: Vendor, number: str = "1023456789", *, verified: bool = True, cooled: bool = True
) -> PayoutAccount:
    """The account that the vendor is paid to; it has rested long enough, unless it should not have."""
    person = an_administrator()
    account = name_account(vendor, bank_bin=VIETCOMBANK, number=number, holder="Hoàng Thị Mai", by=person)
    if verified:
        verify_account(vendor, by=person)
    if cooled:
        account.cools_until = None
    return account


def a_shop_with_account(number: str = "1023456789", *, verified: bool = True) -> Vendor:
    """A vendor that sends its goods for nothing and is paid to this account."""
    vendor = a_shop(carrier_dong=0)
    an_account(vendor, number, verified=verified)
    return vendor


def earn(vendor: Vendor, *prices_dong: int, released: bool = True) -> list[VendorOrder]:
    """Let the vendor sell goods at these prices by transfer and deliver them; after the hold they are payable."""
    parts = [
        a_part(
            a_listing(vendor, price_dong=price),
            method=PaymentMethod.TRANSFER,
            status=VendorOrderStatus.DELIVERED,
        )
        for price in prices_dong
    ]
    if released:
        release(*parts)
    return parts


def earn_cash(vendor: Vendor, price_dong: int) -> VendorOrder:
    """Let the vendor sell at this price for cash that it takes itself: it owes the commission."""
    return a_part(a_listing(vendor, price_dong=price_dong), status=VendorOrderStatus.DELIVERED)


def release(*parts: VendorOrder) -> None:
    """Let the hold of delivered parts be over."""
    with clock.at(clock.now() + timedelta(days=settings().hold_days, minutes=1)):
        releasing.release([part.id for part in parts])
