"""The rows that money held by the market and by its partner have in common; each module says where the till is."""

from marketplace.database import db
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.queries import balance
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.queries import payment_of
from tests.factories.fulfilment import bring_to, parts_of
from tests.factories.holding import a_household, bank_pays_in, held
from tests.factories.listings import a_listing
from tests.factories.orders import an_order
from vendors.models import Vendor

COMMISSION, TAX = 25_000, 7_500
"""Of a sale of 500,000 đồng by a household: 5 %, 1 % and 0.5 %."""
EARNING = 500_000 - COMMISSION - TAX


def placed(
    holding: str, *, vendor: Vendor | None = None, method: PaymentMethod = PaymentMethod.TRANSFER
) -> VendorOrder:
    """A part of two jars for 500,000 đồng sold by a household, not paid yet."""
    listing = a_listing(vendor or a_household(), price_dong=250_000)
    with held(holding):
        [part] = parts_of(an_order(listing, quantity=2, method=method))
    return part


def pay(part: VendorOrder, amount_dong: int = 500_000) -> None:
    """The buyer's transfer comes to the till of its order."""
    order = db.session.get_one(Order, part.order_id)
    with held(order.holding.value):
        bank_pays_in(amount_dong, payment_of(order).memo or "")


def paid(holding: str, status: VendorOrderStatus = VendorOrderStatus.PLACED, **named: object) -> VendorOrder:
    """A paid part, brought so far."""
    part = placed(holding, **named)
    pay(part)
    return bring_to(part, status)


def stands(**expected: int) -> bool:
    """Whether the market's accounts of these kinds stand so, in đồng."""
    found = {name: balance(market(AccountKind(name))) for name in expected}
    assert found == expected
    return True
