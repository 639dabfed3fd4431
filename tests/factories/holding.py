"""Orders under each way of holding the money."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app

from marketplace.database import db
from marketplace.settings import settings
from orders.direct import operations as direct
from orders.models import Order, PaymentMethod, VendorOrder, VendorOrderStatus
from tests.factories.fulfilment import bring_to, owner_of, parts_of
from tests.factories.listings import a_listing
from tests.factories.money import a_shop_with_account
from tests.factories.orders import an_order


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
    price_dong: int = 500_000, *, status: VendorOrderStatus = VendorOrderStatus.PLACED, received: bool = True
) -> VendorOrder:
    """The one part of a direct order, in this state; its vendor has the money unless it is not `received`."""
    [part] = parts_of(a_direct_order(price_dong))
    if received:
        direct.receive(part, by=owner_of(part))
        db.session.flush()
    return bring_to(part, status)
