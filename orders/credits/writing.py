"""Writing a credit note down and settling it, in the transaction of whatever takes something off a part.

The part must be locked by the caller, who also sees to its bounds and its goods. Amounts are whole đồng.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.ledger.operations import post
from marketplace.numbers import memo_code
from orders import settlement
from orders.credits.models import CreditNote, CreditNoteLine
from orders.direct import operations as direct
from orders.events import CreditNoteWritten
from orders.kinds import DELIVERED, VendorOrderStatus
from orders.models import Order, OrderLine, VendorOrder
from orders.payments.models import Payment, PaymentStatus
from orders.payments.paid import less_is_due
from orders.payments.queries import payment_of
from orders.payments.refunds import open_refund_of_credit
from orders.shares import Share
from orders.stages import Stage

PREFIX = "GT"


@dataclass(frozen=True)
class Off:
    """What is taken off one line: so many pieces, or (none) what they weigh less than agreed, in `grams`."""

    line: OrderLine
    quantity: int
    share: Share
    grams: int | None = None


@dataclass(frozen=True)
class Written:
    """What a credit note says: what is taken off, all of it together, why, and whether goods are on the shelf again."""

    off: Sequence[Off]
    share: Share
    words: str
    restocked: bool


def write_note(order: Order, vendor_order: VendorOrder, written: Written, *, by: User) -> CreditNote:
    """Write the note of a (locked) part and settle it: money that came goes back, money that is awaited is less."""
    payment = payment_of(order)
    note = _note(vendor_order, written, stage=_stage(order, vendor_order, payment), by=by)
    _lessen(vendor_order, written.share)
    _settle(order, vendor_order, payment, note)
    audit.record("credit note written", vendor_order, by=by, note=note.reference, amount_dong=written.share.total_dong)
    outbox.record(CreditNoteWritten(note.id))
    return note


def _stage(order: Order, vendor_order: VendorOrder, payment: Payment) -> Stage:
    is_vendors = settlement.taker_of(order, vendor_order) is settlement.Taker.VENDOR
    if vendor_order.status is VendorOrderStatus.DELIVERED:
        return Stage.RELEASED if is_vendors else Stage.PENDING
    if vendor_order.status is VendorOrderStatus.COMPLETED:
        return Stage.RELEASED
    return Stage.HELD if payment.status is PaymentStatus.PAID or direct.is_paid(vendor_order) else Stage.UNPAID


def _note(vendor_order: VendorOrder, written: Written, *, stage: Stage, by: User) -> CreditNote:
    share = written.share
    note = CreditNote(
        reference=memo_code(PREFIX),
        vendor_order_id=vendor_order.id,
        stage=stage,
        goods_dong=share.goods_dong,
        delivery_dong=share.delivery_dong,
        commission_dong=share.commission_dong,
        vat_dong=share.vat_dong,
        pit_dong=share.pit_dong,
        promotion_goods_dong=share.promotion_goods_dong,
        promotion_delivery_dong=share.promotion_delivery_dong,
        restocked=written.restocked,
        reason=written.words,
        at=clock.now(),
        by_id=by.id,
        lines=[_line(each) for each in written.off],
    )
    for each in written.off:
        each.line.credited_quantity += each.quantity
        each.line.cut_quantity += 0 if vendor_order.status in DELIVERED else each.quantity
    db.session.add(note)
    db.session.flush()
    return note


def _line(off: Off) -> CreditNoteLine:
    return CreditNoteLine(
        order_line_id=off.line.id,
        quantity=off.quantity,
        grams=off.grams,
        goods_dong=off.share.goods_dong,
        commission_dong=off.share.commission_dong,
        vat_dong=off.share.vat_dong,
        pit_dong=off.share.pit_dong,
        promotion_dong=off.share.promotion_goods_dong,
    )


def _lessen(vendor_order: VendorOrder, share: Share) -> None:
    vendor_order.credited_goods_dong += share.goods_dong
    vendor_order.credited_delivery_dong += share.delivery_dong
    vendor_order.credited_commission_dong += share.commission_dong
    vendor_order.credited_vat_dong += share.vat_dong
    vendor_order.credited_pit_dong += share.pit_dong
    vendor_order.credited_promotion_goods_dong += share.promotion_goods_dong
    vendor_order.credited_promotion_delivery_dong += share.promotion_delivery_dong


def _settle(order: Order, vendor_order: VendorOrder, payment: Payment, note: CreditNote) -> None:
    entry = settlement.credited(order, vendor_order, note=note.id, off=note.share, stage=note.stage)
    if entry.moves:
        post(entry.reference, entry.moves, words=entry.words)
    if note.stage is Stage.UNPAID:
        less_is_due(order, payment, note.share.total_dong)
        direct.less_is_due(vendor_order, note.share.total_dong)
    else:
        open_refund_of_credit(order, note.id, note.share.total_dong)
