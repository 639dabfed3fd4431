"""Writing a credit note: bounded by what is left of the part, settled in the same transaction.

Amounts are whole đồng. `by` is the person who acts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.ledger.operations import post
from marketplace.numbers import memo_code
from orders import settlement
from orders.credits.models import CreditNote, CreditNoteLine
from orders.direct import operations as direct
from orders.events import CreditNoteWritten
from orders.kinds import DELIVERED, ON_THE_SHELF, VendorOrderStatus
from orders.models import Order, OrderLine, VendorOrder
from orders.payments.models import Payment, PaymentStatus
from orders.payments.paid import less_is_due
from orders.payments.queries import payment_of
from orders.payments.refunds import open_refund_of_credit
from orders.shares import Share, portion
from orders.stages import Stage
from orders.steps import lines_of, lock, said
from vendors.stock.lessening import give_back

PREFIX = "GT"


class NothingToCredit(Invalid):
    """Neither a line nor the delivery was chosen."""

    sentence = _l("Hãy chọn ít nhất một món, hoặc phí giao, để hoàn.")


class MoreThanLeft(Invalid):
    """More was asked back than is left of a line."""

    sentence = _l("Số lượng hoàn nhiều hơn số còn lại của món này.")


class NotYetSold(MoveNotAllowed):
    """All of a part that is not delivered is to be credited: it should be cancelled."""

    sentence = _l("Phần đơn này chưa giao. Nếu không còn món nào, hãy huỷ cả phần.")


@dataclass(frozen=True)
class _Off:
    """What is taken off one line."""

    line: OrderLine
    quantity: int
    share: Share


def may_credit(vendor_order: VendorOrder, lines: Sequence[OrderLine]) -> bool:
    """Whether something can be taken off a part as it stands: not while all of it is on its way, nor after its end."""
    if vendor_order.status is VendorOrderStatus.SHIPPED:
        return any(line.unsent_quantity for line in lines)
    return vendor_order.status in ON_THE_SHELF | DELIVERED


def field_of(line_id: int) -> str:
    """Name the field of a form in which the quantity of a line stands."""
    return f"line_{line_id}"


def credit(
    vendor_order: VendorOrder,
    *,
    quantities: Mapping[int, int],
    delivery: bool,
    reason: str,
    by: User,
    restock: bool = False,
) -> CreditNote:
    """Take so many of each order line (by its id), and the delivery if asked, off a part, and give the money back.

    The earning, the commission and the tax of what is taken off are reversed with it, also after the payout. What is
    not yet sent goes back to the shelf; what was delivered does with `restock`. Raises ReasonMissing, NothingToCredit,
    MoreThanLeft, NotYetSold for all of a part that is not delivered, and MoveNotAllowed for a part that has ended or
    that is on its way with nothing left to send.
    """
    words = said(reason)
    order = lock(vendor_order)
    off = _taken_off(vendor_order, quantities)
    share = sum((each.share for each in off), _delivery_of(vendor_order) if delivery else Share())
    _refuse(vendor_order, share)
    payment = payment_of(order)
    stage = _stage(order, vendor_order, payment)
    note = _written(vendor_order, off, share, stage=stage, words=words, by=by, restocked=restock)
    _lessen(vendor_order, share)
    if restock or vendor_order.status not in DELIVERED:
        give_back(vendor_order.held_for, {each.line.variant_id: each.quantity for each in off}, by=by)
    _settle(order, vendor_order, payment, note)
    audit.record("credit note written", vendor_order, by=by, note=note.reference, amount_dong=share.total_dong)
    outbox.record(CreditNoteWritten(note.id))
    return note


def left_of(vendor_order: VendorOrder, line: OrderLine) -> int:
    """How many of a line can be taken off: of a part on its way only what was not sent yet."""
    is_on_its_way = vendor_order.status is VendorOrderStatus.SHIPPED
    return line.unsent_quantity if is_on_its_way else line.left_quantity


def _taken_off(vendor_order: VendorOrder, quantities: Mapping[int, int]) -> list[_Off]:
    lines = lines_of(vendor_order)
    if not may_credit(vendor_order, lines):
        raise MoveNotAllowed
    if unknown := set(quantities) - {line.id for line in lines}:
        raise MoreThanLeft(field=field_of(min(unknown)))
    asked = [(line, quantities.get(line.id, 0)) for line in lines]
    for line, quantity in asked:
        if not 0 <= quantity <= left_of(vendor_order, line):
            raise MoreThanLeft(field=field_of(line.id))
    return [_Off(line, quantity, _share(line, quantity)) for line, quantity in asked if quantity]


def _share(line: OrderLine, quantity: int) -> Share:
    def of(amount_dong: int) -> int:
        return portion(amount_dong, taken=line.credited_quantity, more=quantity, of=line.quantity)

    return Share(of(line.line_dong), 0, of(line.commission_dong), of(line.vat_dong), of(line.pit_dong))


def _delivery_of(vendor_order: VendorOrder) -> Share:
    """All of the delivery with its tax, or nothing once it has been credited."""
    if vendor_order.credited_delivery_dong:
        return Share()
    vat, pit = vendor_order.delivery_vat_dong, vendor_order.delivery_pit_dong
    return Share(0, vendor_order.delivery_dong, 0, vat, pit)


def _refuse(vendor_order: VendorOrder, share: Share) -> None:
    if share.total_dong == 0:
        raise NothingToCredit
    if vendor_order.status not in DELIVERED and share.goods_dong == vendor_order.left.goods_dong:
        raise NotYetSold


def _stage(order: Order, vendor_order: VendorOrder, payment: Payment) -> Stage:
    is_vendors = settlement.taker_of(order, vendor_order) is settlement.Taker.VENDOR
    if vendor_order.status is VendorOrderStatus.DELIVERED:
        return Stage.RELEASED if is_vendors else Stage.PENDING
    if vendor_order.status is VendorOrderStatus.COMPLETED:
        return Stage.RELEASED
    return Stage.HELD if payment.status is PaymentStatus.PAID or direct.is_paid(vendor_order) else Stage.UNPAID


def _written(
    vendor_order: VendorOrder,
    off: Sequence[_Off],
    share: Share,
    *,
    stage: Stage,
    words: str,
    by: User,
    restocked: bool,
) -> CreditNote:
    note = CreditNote(
        reference=memo_code(PREFIX),
        vendor_order_id=vendor_order.id,
        stage=stage,
        goods_dong=share.goods_dong,
        delivery_dong=share.delivery_dong,
        commission_dong=share.commission_dong,
        vat_dong=share.vat_dong,
        pit_dong=share.pit_dong,
        restocked=restocked or vendor_order.status not in DELIVERED,
        reason=words,
        at=clock.now(),
        by_id=by.id,
        lines=[_line(each) for each in off],
    )
    for each in off:
        each.line.credited_quantity += each.quantity
        each.line.cut_quantity += 0 if vendor_order.status in DELIVERED else each.quantity
    db.session.add(note)
    db.session.flush()
    return note


def _line(off: _Off) -> CreditNoteLine:
    return CreditNoteLine(
        order_line_id=off.line.id,
        quantity=off.quantity,
        goods_dong=off.share.goods_dong,
        commission_dong=off.share.commission_dong,
        vat_dong=off.share.vat_dong,
        pit_dong=off.share.pit_dong,
    )


def _lessen(vendor_order: VendorOrder, share: Share) -> None:
    vendor_order.credited_goods_dong += share.goods_dong
    vendor_order.credited_delivery_dong += share.delivery_dong
    vendor_order.credited_commission_dong += share.commission_dong
    vendor_order.credited_vat_dong += share.vat_dong
    vendor_order.credited_pit_dong += share.pit_dong


def _settle(order: Order, vendor_order: VendorOrder, payment: Payment, note: CreditNote) -> None:
    entry = settlement.credited(order, vendor_order, note=note.id, off=note.share, stage=note.stage)
    if entry.moves:
        post(entry.reference, entry.moves, words=entry.words)
    if note.stage is Stage.UNPAID:
        less_is_due(order, payment, note.share.total_dong)
        direct.less_is_due(vendor_order, note.share.total_dong)
    else:
        open_refund_of_credit(order, note.id, note.share.total_dong)
