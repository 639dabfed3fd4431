"""Checks of what goes straight to vendors, for `flask ledger audit`."""

from collections.abc import Iterator

from sqlalchemy import func, select

from marketplace.database import db
from marketplace.ledger.audit import check
from marketplace.ledger.models import Posting
from orders.credits.models import CreditNote
from orders.direct.models import PAID, UNPAID, DirectPayment, DirectStatus
from orders.kinds import ENDED_UNSOLD, Holding, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.payments.models import Payment, PaymentStatus, Refund, RefundStatus, RefundWay
from orders.stages import Stage

IN_HAND = (DirectStatus.RECEIVED, DirectStatus.GIVEN_BACK)
GIVEN_BACK = (
    CreditNote.goods_dong
    + CreditNote.delivery_dong
    - CreditNote.promotion_goods_dong
    - CreditNote.promotion_delivery_dong
)
BEFORE = (VendorOrderStatus.PLACED, *ENDED_UNSOLD)


@check
def vendors_have_the_money_of_what_they_accepted() -> Iterator[str]:
    """No part is accepted before its vendor has said that the money came, and none that waits for money has ended."""
    parts = select(VendorOrder.number).join(DirectPayment, DirectPayment.vendor_order_id == VendorOrder.id)
    for number in db.session.scalars(
        parts.where(VendorOrder.status.not_in(BEFORE), DirectPayment.status.not_in(IN_HAND))
    ):
        yield f"vendor order {number} was accepted without its money"
    waits = DirectPayment.status.in_(UNPAID) & (VendorOrder.status != VendorOrderStatus.PLACED)
    void = (DirectPayment.status == DirectStatus.VOID) & VendorOrder.status.not_in(ENDED_UNSOLD)
    for number in db.session.scalars(parts.where(waits | void)):
        yield f"vendor order {number} and its transfer to the vendor do not stand alike"


@check
def transfers_to_vendors_are_what_was_due() -> Iterator[str]:
    """Each is of its part's sum, less what was credited before it was paid."""
    credited = select(func.coalesce(func.sum(GIVEN_BACK), 0)).where(
        CreditNote.vendor_order_id == VendorOrder.id, CreditNote.stage == Stage.UNPAID
    )
    due = VendorOrder.total_dong - credited.correlate(VendorOrder).scalar_subquery()
    query = select(VendorOrder.number).join(DirectPayment, DirectPayment.vendor_order_id == VendorOrder.id)
    for number in db.session.scalars(query.where(DirectPayment.amount_dong != due)):
        yield f"the transfer of vendor order {number} is not of what is due"


@check
def what_goes_straight_to_vendors_is_not_ours() -> Iterator[str]:
    """An order is paid straight to vendors just when it says so, and no refund of theirs stands in our books."""
    straight = Order.holding == Holding.DIRECT
    query = select(Order.number).join(Payment, Payment.order_id == Order.id)
    paid_to_us = Payment.status.in_((PaymentStatus.AWAITING, PaymentStatus.PAID))
    mixed = query.where((straight & paid_to_us) | (~straight & (Payment.status == PaymentStatus.DIRECT)))
    for number in db.session.scalars(mixed):
        yield f"order {number} is not paid to whom it says"
    booked = select(Posting.id).where(Posting.reference == func.concat("refund/", Refund.id, "/done"))
    for reference in db.session.scalars(
        select(Refund.reference).where(Refund.way == RefundWay.VENDOR, booked.exists())
    ):
        yield f"refund {reference} is a vendor's and stands in our books"


@check
def parts_given_back_are_given_back_whole() -> Iterator[str]:
    """A part's transfer is given back (or was never made, as staff found) just when the refund of that part is done."""
    done = select(Refund.id).where(
        Refund.vendor_order_id == DirectPayment.vendor_order_id, Refund.status == RefundStatus.DONE
    )
    too_early = (DirectPayment.status == DirectStatus.GIVEN_BACK) & ~done.exists()
    too_late = DirectPayment.status.in_(PAID) & done.exists()
    for memo in db.session.scalars(select(DirectPayment.memo).where(too_early | too_late)):
        yield f"the transfer {memo} and its refund do not stand alike"
