"""An order that is covered, and one that ends before it is."""

from sqlalchemy import select

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.ledger.operations import post
from orders import settlement
from orders.events import OrderPaid
from orders.fulfilment.routing import route
from orders.models import Order, VendorOrder, VendorOrderStatus
from orders.payments.models import BankNotice, NoticeOutcome, Payment, PaymentStatus
from orders.payments.refunds import open_refund, open_refund_of_money
from vendors.stock import operations as stock


def cover(order: Order, payment: Payment) -> None:
    """The receipts cover the (locked) order: its money is held, its stock kept, its parts given to their vendors.

    A part that the buyer cancelled while the transfer was under way is refunded.
    """
    payment.status, payment.paid_at = PaymentStatus.PAID, clock.now()
    entry = settlement.order_covered(order, payment)
    post(entry.reference, entry.moves, words=entry.words)
    parts = list(db.session.scalars(select(VendorOrder).where(VendorOrder.order_id == order.id).order_by(VendorOrder.id)))
    living = [part for part in parts if part.status is VendorOrderStatus.PLACED]
    stock.keep([part.held_for for part in living])
    route(living)
    for part in parts:
        if part.status is VendorOrderStatus.CANCELLED:
            open_refund(part)
    outbox.record(OrderPaid(order.id))


def end_unpaid(order: Order, payment: Payment, status: PaymentStatus) -> None:
    """The (locked) order ends before it was covered (`status` VOID or EXPIRED): what had come goes back."""
    payment.status = status
    if not payment.received_dong:
        return
    entry = settlement.receipts_returned(order, payment)
    post(entry.reference, entry.moves, words=entry.words)
    notices = select(BankNotice).where(BankNotice.payment_id == payment.id, BankNotice.outcome == NoticeOutcome.UNDER)
    for notice in db.session.scalars(notices.order_by(BankNotice.id)):
        open_refund_of_money(notice, payment, notice.amount_dong)
