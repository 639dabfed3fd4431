"""Writing a credit note: bounded by what is left of the part, settled in the same transaction.

Amounts are whole đồng. `by` is the person who acts.
"""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from marketplace.accounts.models import User
from marketplace.errors import Invalid, MoveNotAllowed
from orders.credits.models import CreditNote
from orders.credits.writing import Off, Written, write_note
from orders.kinds import DELIVERED, ON_THE_SHELF, VendorOrderStatus
from orders.line_shares import share_of
from orders.models import OrderLine, VendorOrder
from orders.shares import Share
from orders.steps import lines_of, lock, said
from vendors.stock.lessening import give_back


class NothingToCredit(Invalid):
    """Neither a line nor the delivery was chosen."""

    sentence = _l("Hãy chọn ít nhất một món, hoặc phí giao, để hoàn.")


class MoreThanLeft(Invalid):
    """More was asked back than is left of a line."""

    sentence = _l("Số lượng hoàn nhiều hơn số còn lại của món này.")


class NotYetSold(MoveNotAllowed):
    """All of a part that is not delivered is to be credited: it should be cancelled."""

    sentence = _l("Phần đơn này chưa giao. Nếu không còn món nào, hãy huỷ cả phần.")


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
    if restock or vendor_order.status not in DELIVERED:
        give_back(vendor_order.held_for, {each.line.variant_id: each.quantity for each in off}, by=by)
        restock = True
    return write_note(order, vendor_order, Written(off, share, words, restocked=restock), by=by)


def left_of(vendor_order: VendorOrder, line: OrderLine) -> int:
    """How many of a line can be taken off: of a part on its way only what was not sent yet."""
    is_on_its_way = vendor_order.status is VendorOrderStatus.SHIPPED
    return line.unsent_quantity if is_on_its_way else line.left_quantity


def _taken_off(vendor_order: VendorOrder, quantities: Mapping[int, int]) -> list[Off]:
    lines = lines_of(vendor_order)
    if not may_credit(vendor_order, lines):
        raise MoveNotAllowed
    if unknown := set(quantities) - {line.id for line in lines}:
        raise MoreThanLeft(field=field_of(min(unknown)))
    asked = [(line, quantities.get(line.id, 0)) for line in lines]
    for line, quantity in asked:
        if not 0 <= quantity <= left_of(vendor_order, line):
            raise MoreThanLeft(field=field_of(line.id))
    return [Off(line, quantity, share_of(line, quantity)) for line, quantity in asked if quantity]


def _delivery_of(vendor_order: VendorOrder) -> Share:
    """All of the delivery with its tax, or nothing once it has been credited."""
    if vendor_order.credited_delivery_dong:
        return Share()
    vat, pit = vendor_order.delivery_vat_dong, vendor_order.delivery_pit_dong
    paid_for = vendor_order.promotion_delivery_dong
    return Share(0, vendor_order.delivery_dong, 0, vat, pit, promotion_delivery_dong=paid_for)


def _refuse(vendor_order: VendorOrder, share: Share) -> None:
    if share.total_dong == 0:
        raise NothingToCredit
    if vendor_order.status not in DELIVERED and share.goods_dong == vendor_order.left.goods_dong:
        raise NotYetSold
