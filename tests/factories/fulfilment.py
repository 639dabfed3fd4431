"""Parts of orders brought as far as a test wants them."""

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from orders.fulfilment import operations
from orders.kinds import PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from tests.factories.orders import an_order
from tests.factories.payments import pay
from vendors.listings.models import Listing
from vendors.models import Member

STEPS = (
    (VendorOrderStatus.ACCEPTED, lambda part, by: operations.accept(part, by=by)),
    (VendorOrderStatus.PACKED, lambda part, by: operations.pack(part, by=by)),
    (VendorOrderStatus.SHIPPED, lambda part, by: operations.ship(part, by=by, carrier="Viettel Post")),
    (VendorOrderStatus.DELIVERED, lambda part, by: operations.deliver(part, by=by)),
)


def owner_of(part: VendorOrder) -> User:
    """Who first acted for the part's vendor."""
    people = select(User).join(Member, Member.user_id == User.id).where(Member.vendor_id == part.vendor_id)
    return db.session.scalars(people.order_by(Member.id)).first()


def parts_of(order: Order) -> list[VendorOrder]:
    """The order's parts in the order of their vendors' numbers."""
    parts = select(VendorOrder).where(VendorOrder.order_id == order.id).order_by(VendorOrder.id)
    return list(db.session.scalars(parts))


def bring_to(part: VendorOrder, status: VendorOrderStatus) -> VendorOrder:
    """Let the vendor do its work until the part is in this state."""
    for reached, act in STEPS:
        if part.status is status:
            break
        act(part, owner_of(part))
        assert part.status is reached
    assert part.status is status
    return part


def a_part(
    *listings: Listing,
    status: VendorOrderStatus = VendorOrderStatus.PLACED,
    method: PaymentMethod = PaymentMethod.CASH,
    paid: bool = True,
    quantity: int = 1,
    buyer: User | None = None,
) -> VendorOrder:
    """The first part of a new order in this state; a transfer has come unless it is not `paid`."""
    order = an_order(*listings, method=method, quantity=quantity, buyer=buyer)
    if method is PaymentMethod.TRANSFER and paid:
        pay(order)
    return bring_to(parts_of(order)[0], status)
