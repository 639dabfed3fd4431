"""Checks of orders, payments and refunds against the books, for `flask ledger audit`.

Each takes one or two statements whatever is sold. Those of open work read partial indexes; those of all that was ever
sold read it once.
"""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, Subquery, func, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace import clock
from marketplace.database import db
from marketplace.ledger.audit import check
from marketplace.ledger.chart import AccountKind, Till, market
from marketplace.ledger.models import Posting
from marketplace.ledger.queries import balance, balances_of
from orders.carriers.models import CarrierStatementRow
from orders.declarations.models import DeclarationState, TaxDeclaration
from orders.kinds import ENDED_UNSOLD, HELD_WHILE, Holding, PaymentMethod, VendorOrderStatus
from orders.models import Order, OrderLine, VendorOrder
from orders.payments.models import (
    BankNotice,
    GatewayTry,
    NoticeOutcome,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    RefundWay,
    TryStatus,
)
from vendors.payouts.models import Payout, PayoutStatus

SETTLED = (VendorOrderStatus.DELIVERED, VendorOrderStatus.COMPLETED)
BOOKED = frozenset(NoticeOutcome) - {NoticeOutcome.NEW, NoticeOutcome.IGNORED}
LEFT_REVENUE = (
    VendorOrder.goods_dong
    + VendorOrder.delivery_dong
    - VendorOrder.credited_goods_dong
    - VendorOrder.credited_delivery_dong
)
LEFT_PROMOTION = (
    VendorOrder.promotion_goods_dong
    + VendorOrder.promotion_delivery_dong
    - VendorOrder.credited_promotion_goods_dong
    - VendorOrder.credited_promotion_delivery_dong
)
LEFT_DONG = LEFT_REVENUE - LEFT_PROMOTION
"""What of a part is the buyer's to pay."""
LEFT_WITHHELD = (
    VendorOrder.commission_dong
    + VendorOrder.vat_dong
    + VendorOrder.pit_dong
    - VendorOrder.credited_commission_dong
    - VendorOrder.credited_vat_dong
    - VendorOrder.credited_pit_dong
)
LEFT_EARNING = LEFT_REVENUE - LEFT_WITHHELD
RECEIVED = (NoticeOutcome.EXACT, NoticeOutcome.UNDER, NoticeOutcome.OVER)
LONGEST_UNREAD = timedelta(hours=1)


@check
def parts_add_up_to_their_order() -> Iterator[str]:
    """Goods, delivery and what coupons take off of the parts add up to the order, to the đồng."""
    discounts = VendorOrder.discount_goods_dong + VendorOrder.discount_delivery_dong
    promotions = VendorOrder.promotion_goods_dong + VendorOrder.promotion_delivery_dong
    parts = _sums(VendorOrder.order_id, VendorOrder.goods_dong, VendorOrder.delivery_dong, discounts, promotions)
    wrong = (
        select(Order.number)
        .outerjoin(parts, parts.c[0] == Order.id)
        .where(
            parts.c[1].is_distinct_from(Order.goods_dong)
            | parts.c[2].is_distinct_from(Order.delivery_dong)
            | parts.c[3].is_distinct_from(Order.discount_dong)
            | parts.c[4].is_distinct_from(Order.promotion_dong)
        )
    )
    for number in db.session.scalars(wrong):
        yield f"order {number} is not the sum of its parts"


@check
def lines_add_up_to_their_part() -> Iterator[str]:
    """The lines of a part add up to its goods, its commission, its coupons and (with its delivery's) its tax."""
    amounts = (OrderLine.line_dong, OrderLine.commission_dong, OrderLine.vat_dong, OrderLine.pit_dong)
    lines = _sums(OrderLine.vendor_order_id, *amounts, OrderLine.discount_dong, OrderLine.promotion_dong)
    wrong = (
        select(VendorOrder.number)
        .outerjoin(lines, lines.c[0] == VendorOrder.id)
        .where(
            lines.c[1].is_distinct_from(VendorOrder.goods_dong)
            | lines.c[2].is_distinct_from(VendorOrder.commission_dong)
            | lines.c[3].is_distinct_from(VendorOrder.vat_dong - VendorOrder.delivery_vat_dong)
            | lines.c[4].is_distinct_from(VendorOrder.pit_dong - VendorOrder.delivery_pit_dong)
            | lines.c[5].is_distinct_from(VendorOrder.discount_goods_dong)
            | lines.c[6].is_distinct_from(VendorOrder.promotion_goods_dong)
        )
    )
    for number in db.session.scalars(wrong):
        yield f"vendor order {number} is not the sum of its lines"


@check
def each_till_holds_what_came_and_did_not_leave() -> Iterator[str]:
    """What the bank, a gateway or the partner holds is what came to it, less what it paid out and what it brought."""
    for till in Till:
        came = select(_total(BankNotice.amount_dong)).where(BankNotice.outcome.in_(BOOKED), BankNotice.came_to == till)
        went_back = select(_total(Refund.amount_dong)).where(
            Refund.status == RefundStatus.DONE, Refund.left_from == till, Refund.way != RefundWay.VENDOR
        )
        paid_out = select(_total(Payout.amount_dong)).where(
            Payout.status == PayoutStatus.CONFIRMED, Payout.paid_from == till
        )
        brought = select(_total(BankNotice.amount_dong)).where(
            BankNotice.outcome == NoticeOutcome.SETTLEMENT, BankNotice.settles == till
        )
        gone = went_back.scalar_subquery() + paid_out.scalar_subquery() + brought.scalar_subquery()
        left = came.scalar_subquery() - gone
        if till is Till.BANK:
            left -= _paid_to_the_treasury().scalar_subquery()
        yield from _compared(f"what came to {till} and did not leave", select(left), till.account.kind)


@check
def held_money_is_that_of_open_parts() -> Iterator[str]:
    """What is held for buyers is what is left of the paid parts that are neither delivered nor ended."""
    paid_open = (
        select(_total(LEFT_DONG))
        .join(Payment, Payment.order_id == VendorOrder.order_id)
        .join(Order, Order.id == VendorOrder.order_id)
        .where(
            Payment.status == PaymentStatus.PAID,
            VendorOrder.status.in_(HELD_WHILE),
            Order.holding != Holding.DIRECT,
        )
    )
    yield from _compared("money held for paid parts", paid_open, AccountKind.HELD)


@check
def refunds_due_are_the_open_refunds() -> Iterator[str]:
    """What is owed to buyers is the sum of the refunds that have not arrived."""
    open_ = select(_total(Refund.amount_dong)).where(Refund.status != RefundStatus.DONE, Refund.way != RefundWay.VENDOR)
    yield from _compared("open refunds", open_, AccountKind.REFUNDS_DUE)


@check
def receipts_are_those_of_awaited_payments() -> Iterator[str]:
    """Part payments are those of transfers still awaited.

    Unplaced money is that of unmatched notices, and cash that carriers have and our books do not know.
    """
    awaited = select(_total(Payment.received_dong)).where(Payment.status == PaymentStatus.AWAITING)
    yield from _compared("part payments", awaited, AccountKind.RECEIPTS)
    unmatched = select(_total(BankNotice.amount_dong)).where(BankNotice.outcome == NoticeOutcome.UNMATCHED)
    apart = select(_total(CarrierStatementRow.apart_dong))
    unplaced = select(unmatched.scalar_subquery() + apart.scalar_subquery())
    yield from _compared("unplaced money", unplaced, AccountKind.UNMATCHED)


@check
def payments_received_what_the_bank_told() -> Iterator[str]:
    """What a payment has received is the sum of the notices that were given to it."""
    told = select(BankNotice.payment_id, func.sum(BankNotice.amount_dong)).where(BankNotice.outcome.in_(RECEIVED))
    given = told.group_by(BankNotice.payment_id).subquery()
    wrong = (
        select(Payment.memo)
        .outerjoin(given, given.c[0] == Payment.id)
        .where(Payment.received_dong != func.coalesce(given.c[1], 0))
    )
    for memo in db.session.scalars(wrong):
        yield f"payment {memo} has not received what its notices say"


@check
def paid_orders_are_delivered_open_or_refunded() -> Iterator[str]:
    """What a paid order cost is what is left of its living parts and what was refunded of them since."""
    living = _sums(VendorOrder.order_id, LEFT_DONG, where=VendorOrder.status.not_in(ENDED_UNSOLD))
    back = _sums(Refund.order_id, Refund.amount_dong, where=Refund.notice_id.is_(None))
    wrong = (
        select(Order.number)
        .join(Payment, Payment.order_id == Order.id)
        .outerjoin(living, living.c[0] == Order.id)
        .outerjoin(back, back.c[0] == Order.id)
        .where(
            Payment.status == PaymentStatus.PAID,
            Payment.amount_dong != func.coalesce(living.c[1], 0) + func.coalesce(back.c[1], 0),
        )
    )
    for number in db.session.scalars(wrong):
        yield f"order {number} was paid, but its parts and refunds do not add up to that"


@check
def every_delivery_is_settled() -> Iterator[str]:
    """Every delivered part that was paid to us has its settlement in the books, and no other part has one."""
    settled = select(Posting.id).where(Posting.reference == func.concat("vendor-order/", VendorOrder.id, "/delivered"))
    paid = select(VendorOrder.number).join(Payment, Payment.order_id == VendorOrder.order_id)
    missing = paid.where(VendorOrder.status.in_(SETTLED), Payment.status == PaymentStatus.PAID, ~settled.exists())
    for number in db.session.scalars(missing):
        yield f"vendor order {number} was delivered and is not settled"
    for number in db.session.scalars(paid.where(VendorOrder.status.not_in(SETTLED), settled.exists())):
        yield f"vendor order {number} is settled and was not delivered"


@check
def commission_is_that_of_deliveries() -> Iterator[str]:
    """The market's commission is the sum of what is left of it for the delivered parts."""
    left = VendorOrder.commission_dong - VendorOrder.credited_commission_dong
    agreed = select(_total(left)).where(VendorOrder.status.in_(SETTLED))
    yield from _compared("commissions of delivered parts", agreed, AccountKind.COMMISSION)


@check
def promotion_is_that_of_deliveries() -> Iterator[str]:
    """What the market's coupons cost is the sum of what is left of it for the delivered parts."""
    agreed = select(_total(LEFT_PROMOTION)).where(VendorOrder.status.in_(SETTLED))
    yield from _compared("promotions of delivered parts", agreed, AccountKind.PROMOTION)


@check
def tax_to_remit_is_that_of_deliveries() -> Iterator[str]:
    """The tax that waits for the Treasury is what was withheld of the delivered parts, not given back and not paid."""
    credited = VendorOrder.credited_vat_dong + VendorOrder.credited_pit_dong
    withheld = select(_total(VendorOrder.vat_dong + VendorOrder.pit_dong - credited))
    settled = withheld.where(VendorOrder.status.in_(SETTLED)).scalar_subquery()
    unpaid = select(settled - _paid_to_the_treasury().scalar_subquery())
    yield from _compared("tax withheld of delivered parts and not paid", unpaid, AccountKind.TAX_TO_REMIT)


@check
def pending_earnings_are_those_within_their_hold() -> Iterator[str]:
    """What each vendor has pending is the sum of its delivered parts whose hold is not over."""
    to_us = (Order.method != PaymentMethod.CASH) | VendorOrder.carrier_id.is_not(None)
    within = (
        select(VendorOrder.vendor_id, func.sum(LEFT_EARNING))
        .join(Order, Order.id == VendorOrder.order_id)
        .where(VendorOrder.status == VendorOrderStatus.DELIVERED, to_us, Order.holding != Holding.DIRECT)
        .group_by(VendorOrder.vendor_id)
    )
    expected = {vendor_id: int(dong) for vendor_id, dong in db.session.execute(within)}
    booked = balances_of(AccountKind.VENDOR_PENDING)
    for vendor_id in sorted(expected.keys() | {owner for owner in booked if owner}):
        if expected.get(vendor_id, 0) != booked.get(vendor_id, 0):
            yield (
                f"vendor {vendor_id} has {booked.get(vendor_id, 0)} đồng pending, "
                f"its parts within their hold add up to {expected.get(vendor_id, 0)}"
            )


@check
def no_notice_is_left_unread() -> Iterator[str]:
    """What the bank told is acted on within the hour."""
    long_ago = clock.now() - LONGEST_UNREAD
    unread = select(BankNotice.provider_id).where(
        BankNotice.outcome == NoticeOutcome.NEW, BankNotice.received_at < long_ago
    )
    for provider_id in db.session.scalars(unread):
        yield f"the bank's notice {provider_id} has not been acted on"


@check
def gateways_answer() -> Iterator[str]:
    """A gateway that does not tell of a payment is asked, and answers within the hour."""
    long_ago = clock.now() - LONGEST_UNREAD
    unasked = select(GatewayTry.reference).where(GatewayTry.status == TryStatus.WAITING, GatewayTry.ask_at < long_ago)
    for reference in db.session.scalars(unasked):
        yield f"the gateway has not said what became of {reference}"


def _paid_to_the_treasury() -> Select[int]:
    due = TaxDeclaration.due_vat_dong + TaxDeclaration.due_pit_dong
    return select(_total(due)).where(TaxDeclaration.state == DeclarationState.PAID)


def _total(amount: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(amount), 0)


def _sums(
    key: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    *amounts: ColumnElement[int] | InstrumentedAttribute[int],
    where: ColumnElement[bool] | None = None,
) -> Subquery:
    query = select(key, *(func.sum(amount) for amount in amounts)).group_by(key)
    return (query if where is None else query.where(where)).subquery()


def _compared(what: str, query: Select[int], kind: AccountKind) -> Iterator[str]:
    expected, booked = int(db.session.scalar(query) or 0), balance(market(kind))
    if expected != booked:
        yield f"{what} add up to {expected} đồng, the books have {booked}"
