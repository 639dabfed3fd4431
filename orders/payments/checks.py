"""Checks of orders against the books, for `flask ledger audit`."""

from collections.abc import Iterator

from sqlalchemy import Select, func, select

from marketplace.database import db
from marketplace.ledger.audit import check
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.models import Posting
from marketplace.ledger.queries import balance
from orders.models import Order, OrderLine, PaymentMethod, VendorOrder, VendorOrderStatus
from orders.payments.models import BankNotice, NoticeOutcome, Payment, PaymentStatus, Refund, RefundStatus

HELD_WHILE = (
    VendorOrderStatus.PLACED,
    VendorOrderStatus.ACCEPTED,
    VendorOrderStatus.PACKED,
    VendorOrderStatus.SHIPPED,
    VendorOrderStatus.RETURNING,
)
SETTLED = (VendorOrderStatus.DELIVERED, VendorOrderStatus.COMPLETED)


@check
def parts_add_up_to_their_order() -> Iterator[str]:
    """Goods and delivery of the parts add up to the order, the lines to their part, to the đồng."""
    parts = (
        select(VendorOrder.order_id, func.sum(VendorOrder.goods_dong), func.sum(VendorOrder.delivery_dong))
        .group_by(VendorOrder.order_id)
        .subquery()
    )
    wrong = (
        select(Order.number)
        .outerjoin(parts, parts.c.order_id == Order.id)
        .where((parts.c[1].is_distinct_from(Order.goods_dong)) | (parts.c[2].is_distinct_from(Order.delivery_dong)))
    )
    for number in db.session.scalars(wrong):
        yield f"order {number} is not the sum of its parts"
    lines = (
        select(OrderLine.vendor_order_id, func.sum(OrderLine.line_dong), func.sum(OrderLine.commission_dong))
        .group_by(OrderLine.vendor_order_id)
        .subquery()
    )
    wrong = (
        select(VendorOrder.number)
        .outerjoin(lines, lines.c.vendor_order_id == VendorOrder.id)
        .where(
            lines.c[1].is_distinct_from(VendorOrder.goods_dong)
            | lines.c[2].is_distinct_from(VendorOrder.commission_dong)
        )
    )
    for number in db.session.scalars(wrong):
        yield f"vendor order {number} is not the sum of its lines"


@check
def held_money_is_that_of_open_parts() -> Iterator[str]:
    """What is held for buyers is the sum of the paid parts that are neither delivered nor ended."""
    paid_open = (
        select(func.coalesce(func.sum(VendorOrder.total_dong), 0))
        .join(Payment, Payment.order_id == VendorOrder.order_id)
        .where(Payment.status == PaymentStatus.PAID, VendorOrder.status.in_(HELD_WHILE))
    )
    yield from _compared("money held for paid parts", paid_open, AccountKind.HELD)


@check
def refunds_due_are_the_open_refunds() -> Iterator[str]:
    """What is owed to buyers is the sum of the refunds that have not arrived."""
    open_ = select(func.coalesce(func.sum(Refund.amount_dong), 0)).where(Refund.status != RefundStatus.DONE)
    yield from _compared("open refunds", open_, AccountKind.REFUNDS_DUE)


@check
def receipts_are_those_of_awaited_payments() -> Iterator[str]:
    """Part payments are those of transfers still awaited; unplaced money is that of unmatched notices."""
    awaited = select(func.coalesce(func.sum(Payment.received_dong), 0)).where(Payment.status == PaymentStatus.AWAITING)
    yield from _compared("part payments", awaited, AccountKind.RECEIPTS)
    unplaced = select(func.coalesce(func.sum(BankNotice.amount_dong), 0)).where(
        BankNotice.outcome == NoticeOutcome.UNMATCHED
    )
    yield from _compared("unplaced money", unplaced, AccountKind.UNMATCHED)


@check
def every_delivery_is_settled() -> Iterator[str]:
    """Every delivered part that was paid by transfer has its settlement in the books, and no other part has one."""
    settled = select(Posting.id).where(Posting.reference == func.concat("vendor-order/", VendorOrder.id, "/delivered"))
    paid = select(VendorOrder.number).join(Payment, Payment.order_id == VendorOrder.order_id)
    missing = paid.where(VendorOrder.status.in_(SETTLED), Payment.method == PaymentMethod.TRANSFER, ~settled.exists())
    for number in db.session.scalars(missing):
        yield f"vendor order {number} was delivered and is not settled"
    for number in db.session.scalars(paid.where(VendorOrder.status.not_in(SETTLED), settled.exists())):
        yield f"vendor order {number} is settled and was not delivered"


def _compared(what: str, query: Select[int], kind: AccountKind) -> Iterator[str]:
    expected, booked = int(db.session.scalar(query) or 0), balance(market(kind))
    if expected != booked:
        yield f"{what} add up to {expected} đồng, the books have {booked}"
