"""Orders under each way of holding the money."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy import select

from marketplace.database import db
from marketplace.ledger.chart import AccountKind, of_vendor
from marketplace.ledger.queries import balance
from marketplace.settings import settings
from orders.credits.models import CreditNote
from orders.credits.operations import credit
from orders.direct import operations as direct
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, OrderLine, VendorOrder
from orders.payments import notices
from orders.payments.models import BankNotice, Refund
from tests.factories.fulfilment import bring_to, owner_of, parts_of
from tests.factories.listings import a_listing
from tests.factories.money import a_shop_with_account, an_account
from tests.factories.orders import an_order, rates_for
from tests.factories.payments import a_movement
from tests.factories.vendors import a_vendor
from vendors.models import Vendor, VendorKind


@contextmanager
def held(holding: str, **others: object) -> Iterator[None]:
    """Run the market with this setting of `holding` (and others) until the block ends."""
    before = settings()
    current_app.extensions["settings"] = before.model_copy(update={"holding": holding, **others})
    try:
        yield
    finally:
        current_app.extensions["settings"] = before


def a_direct_order(*prices_dong: int, **kwargs: object) -> Order:
    """An order by transfer straight to its vendors, a part for each price, delivered for nothing."""
    listings = [a_listing(a_shop_with_account(), price_dong=price) for price in prices_dong or (500_000,)]
    with held("direct"):
        return an_order(*listings, method=PaymentMethod.TRANSFER, **kwargs)


def a_direct_part(
    price_dong: int = 500_000,
    *,
    status: VendorOrderStatus = VendorOrderStatus.PLACED,
    received: bool = True,
    method: PaymentMethod = PaymentMethod.TRANSFER,
    vendor: Vendor | None = None,
) -> VendorOrder:
    """The one part of a direct order of two jars for this sum; its vendor has the money unless it is not `received`."""
    listing = a_listing(vendor or a_shop_with_account(), price_dong=price_dong // 2)
    with held("direct"):
        [part] = parts_of(an_order(listing, quantity=2, method=method))
    if received and method is PaymentMethod.TRANSFER:
        direct.receive(part, by=owner_of(part))
        db.session.flush()
    return bring_to(part, status)


def a_household() -> Vendor:
    """A vendor of which tax is withheld, with an account, that delivers for nothing."""
    vendor = a_vendor("Hộ Hoàng Thị Mai", kind=VendorKind.HOUSEHOLD)
    rates_for(vendor, carrier_dong=0)
    an_account(vendor)
    return vendor


def of(part: VendorOrder, kind: AccountKind) -> int:
    """The balance of an account of the part's vendor."""
    return balance(of_vendor(kind, part.vendor_id))


def refunds_of(part: VendorOrder) -> list[Refund]:
    """What goes back of the part's order, oldest first."""
    query = select(Refund).where(Refund.order_id == part.order_id).order_by(Refund.id)
    return list(db.session.scalars(query))


def credit_one(part: VendorOrder) -> CreditNote:
    """Take one jar of the part's first line off, as its vendor does."""
    line = db.session.scalars(select(OrderLine).where(OrderLine.vendor_order_id == part.id)).first()
    return credit(part, quantities={line.id: 1}, delivery=False, reason="Một hũ vỡ", by=owner_of(part))


def bank_pays_in(amount_dong: int, content: str, *, account: str | None = None) -> BankNotice:
    """Money comes to an account (the market's own if none is named) with these words, and is acted on."""
    movement = a_movement(amount_dong, content, account=account)
    notices.receive(movement)
    notice = db.session.scalars(select(BankNotice).where(BankNotice.provider_id == str(movement.transaction_id))).one()
    notices.act_on(notice.id)
    db.session.flush()
    return notice
