"""An order that is covered, and one that ends before it is."""

from sqlalchemy import select

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.ledger.operations import post
from orders import settlement
from orders.events import OrderPaid
from orders.models import Order, VendorOrder, VendorOrderStatus
from orders.payments.models import BankNotice, NoticeOutcome, Payment, PaymentStatus
from orders.payments.refunds import open_refund_of_money
from orders.routing import route
from vendors.stock import operations as stock


def cover(order: Order, payment: Payment) -> None:
    """The receipts cover the (locked) order: its money is held, its stock kept, its parts given to their vendors."""
    payment.status, payment.paid_at = PaymentStatus.PAID, clock.now()
    entry = settlement.order_covered(order, payment)
    post(entry.reference, entry.moves, words=entry.words)
    living = _living_parts(order)
    stock.keep([part.held_for for part in living])
    route(living)
    outbox.record(OrderPaid(order.id))


def part_ended_unpaid(order: Order, payment: Payment, part: VendorOrder) -> None:
    """A part of the (locked) order ended while its transfer was awaited: so much less is due.

    Without another living part the payment is void; what had come covers the rest, or goes back.
    """
    if not _living_parts(order):
        end_unpaid(order, payment, PaymentStatus.VOID)
        return
    payment.amount_dong -= part.total_dong
    if payment.received_dong < payment.amount_dong:
        return
    cover(order, payment)
    if excess := payment.received_dong - payment.amount_dong:
        latest = _part_payments(payment)[-1]
        latest.outcome = NoticeOutcome.OVER
        open_refund_of_money(latest, payment, excess)


def end_unpaid(order: Order, payment: Payment, status: PaymentStatus) -> None:
    """The (locked) order ends before it was covered (`status` VOID or EXPIRED): what had come goes back."""
    payment.status = status
    if not payment.received_dong:
        return
    entry = settlement.receipts_returned(order, payment)
    post(entry.reference, entry.moves, words=entry.words)
    for notice in _part_payments(payment):
        open_refund_of_money(notice, payment, notice.amount_dong)


def _living_parts(order: Order) -> list[VendorOrder]:
    living = select(VendorOrder).where(VendorOrder.order_id == order.id, VendorOrder.status == VendorOrderStatus.PLACED)
    return list(db.session.scalars(living.order_by(VendorOrder.id)))


def _part_payments(payment: Payment) -> list[BankNotice]:
    came = select(BankNotice).where(BankNotice.payment_id == payment.id, BankNotice.outcome == NoticeOutcome.UNDER)
    return list(db.session.scalars(came.order_by(BankNotice.id)))
