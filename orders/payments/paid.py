"""An order that is covered, and one that ends before it is."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.ledger.operations import post
from orders import settlement
from orders.events import OrderPaid, VendorOrderCancelled
from orders.kinds import VendorOrderStatus
from orders.models import Order, OrderLine, VendorOrder
from orders.payments.models import BankNotice, NoticeOutcome, Payment, PaymentStatus
from orders.payments.refunds import open_refund, open_refund_of_money
from orders.routing import route
from orders.states import move_to
from vendors.stock import operations as stock
from vendors.stock.errors import OutOfStock
from vendors.stock.models import Reservation, ReservationState, StockItem

SOLD_MEANWHILE = "Tiền tới khi hàng đã hết; chợ hoàn lại tiền."


def cover(order: Order, payment: Payment) -> None:
    """The receipts cover the (locked) order: its money is held, its stock kept, its parts given to their vendors.

    Money that came late, when others have bought the goods meanwhile, ends the parts that cannot be supplied: they are
    refunded, and their vendors never see them.
    """
    payment.status, payment.paid_at = PaymentStatus.PAID, clock.now()
    entry = settlement.order_covered(order, payment)
    post(entry.reference, entry.moves, words=entry.words)
    outbox.record(OrderPaid(order.id))
    living = living_parts(order)
    sold_out = keep_stock(living)
    route(part for part in living if part not in sold_out)
    for part in sold_out:
        _end_sold_out(order, part)


def keep_stock(parts: Sequence[VendorOrder]) -> list[VendorOrder]:
    """Keep what is held for parts whose money came; give the parts whose goods others have bought meanwhile."""
    stock.keep([part.held_for for part in parts])
    missing = _not_held(parts)
    return [part for part in parts if missing.get(part.id) and not _held_again(part, missing[part.id])]


def part_ended_unpaid(order: Order, payment: Payment, part: VendorOrder) -> None:
    """A part of the (locked) order ended while its transfer was awaited: so much less is due.

    Without another living part the payment is void; what had come covers the rest, or goes back.
    """
    if living_parts(order):
        less_is_due(order, payment, part.left.total_dong)
    else:
        end_unpaid(order, payment, PaymentStatus.VOID)


def less_is_due(order: Order, payment: Payment, amount_dong: int) -> None:
    """So much less is due of the (locked) order, not yet paid: what had come may cover it now, or more than that."""
    payment.amount_dong -= amount_dong
    if payment.status is not PaymentStatus.AWAITING or payment.received_dong < payment.amount_dong:
        return
    latest = _part_payments(payment)[-1]
    latest.outcome = NoticeOutcome.EXACT
    cover(order, payment)
    if excess := payment.received_dong - payment.amount_dong:
        latest.outcome = NoticeOutcome.OVER
        open_refund_of_money(order, latest, excess)


def end_unpaid(order: Order, payment: Payment, status: PaymentStatus) -> None:
    """The (locked) order ends before it was covered (`status` VOID or EXPIRED): what had come goes back."""
    payment.status = status
    if not payment.received_dong:
        return
    entry = settlement.receipts_returned(order, payment)
    post(entry.reference, entry.moves, words=entry.words)
    for notice in _part_payments(payment):
        open_refund_of_money(order, notice, notice.amount_dong)


def living_parts(order: Order) -> list[VendorOrder]:
    """List the parts of the (locked) order that wait for their payment."""
    living = select(VendorOrder).where(VendorOrder.order_id == order.id, VendorOrder.status == VendorOrderStatus.PLACED)
    return list(db.session.scalars(living.order_by(VendorOrder.id).execution_options(populate_existing=True)))


def _not_held(parts: Sequence[VendorOrder]) -> dict[int, dict[int, int]]:
    """Give by part what no stock is held for any more: so many of a variant."""
    held_rows = db.session.execute(
        select(Reservation.held_for, StockItem.variant_id)
        .join(StockItem, StockItem.id == Reservation.stock_item_id)
        .where(Reservation.held_for.in_([part.held_for for part in parts]), Reservation.state == ReservationState.HELD)
    )
    held = {(purpose, variant_id) for purpose, variant_id in held_rows}
    lines = select(OrderLine).where(OrderLine.vendor_order_id.in_([part.id for part in parts])).order_by(OrderLine.id)
    purposes = {part.id: part.held_for for part in parts}
    missing: dict[int, dict[int, int]] = {}
    for line in db.session.scalars(lines):
        if (purposes[line.vendor_order_id], line.variant_id) not in held:
            missing.setdefault(line.vendor_order_id, {})[line.variant_id] = line.quantity
    return missing


def _held_again(part: VendorOrder, quantities: dict[int, int]) -> bool:
    try:
        with db.session.begin_nested():
            stock.reserve(quantities, held_for=dict.fromkeys(quantities, part.held_for), ends_at=None)
    except OutOfStock:
        return False
    return True


def _end_sold_out(order: Order, part: VendorOrder) -> None:
    move_to(part, VendorOrderStatus.CANCELLED, by=None, reason=SOLD_MEANWHILE)
    stock.release([part.held_for])
    open_refund(order, part)
    outbox.record(VendorOrderCancelled(part.id))


def _part_payments(payment: Payment) -> list[BankNotice]:
    came = select(BankNotice).where(BankNotice.payment_id == payment.id, BankNotice.outcome == NoticeOutcome.UNDER)
    return list(db.session.scalars(came.order_by(BankNotice.id)))
