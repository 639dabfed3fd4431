"""What stands at the partner, and what is still open under each way of holding the money."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, select

from marketplace.database import db
from marketplace.ledger.chart import Till
from marketplace.ledger.models import Posting, Transfer
from marketplace.ledger.queries import balance
from orders.direct.models import UNPAID, DirectPayment
from orders.kinds import HELD_WHILE, Holding, PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.payments.checks import LEFT_DONG, LEFT_EARNING
from orders.payments.models import BankNotice, NoticeOutcome, Payment, PaymentStatus, Refund, RefundStatus, RefundWay
from vendors.payouts.models import OPEN, Payout
from vendors.payouts.operations import free_transfers


@dataclass(frozen=True)
class AtPartner:
    """What the partner holds, and whose it is, in đồng; the rest is ours to draw."""

    balance_dong: int
    held_dong: int
    unplaced_dong: int
    refunds_dong: int
    pending_dong: int
    payable_dong: int
    on_way_dong: int

    @property
    def ours_dong(self) -> int:
        """Commission and tax withheld that the partner has not brought yet."""
        others = self.held_dong + self.unplaced_dong + self.refunds_dong
        return self.balance_dong - others - self.pending_dong - self.payable_dong - self.on_way_dong


@dataclass(frozen=True)
class StillOpen:
    """How much is still open of the orders that were placed under one way of holding the money."""

    holding: Holding
    unpaid: int
    """Orders (with DIRECT: parts) whose money is awaited."""
    under_way: int
    """Parts neither ended nor past their hold."""
    refunds: int
    payable_dong: int


def at_partner() -> AtPartner:
    """Say what stands at the partner: a constant number of statements."""
    partner = Order.holding == Holding.PARTNER
    received = _sum(select(Payment.received_dong).join(Payment.order).where(partner, _awaited()))
    return AtPartner(
        balance_dong=balance(Till.AT_PARTNER.account),
        held_dong=_sum(select(LEFT_DONG).join(VendorOrder.order).join(*_payment()).where(partner, *_held())) + received,
        unplaced_dong=_sum(
            select(BankNotice.amount_dong).where(
                BankNotice.outcome == NoticeOutcome.UNMATCHED, BankNotice.came_to == Till.AT_PARTNER
            )
        ),
        refunds_dong=_sum(
            select(Refund.amount_dong).where(
                Refund.left_from == Till.AT_PARTNER,
                Refund.status != RefundStatus.DONE,
                Refund.way != RefundWay.VENDOR,
            )
        ),
        pending_dong=_sum(select(LEFT_EARNING).join(VendorOrder.order).where(partner, *_pending())),
        payable_dong=_payable(Holding.PARTNER),
        on_way_dong=_sum(
            select(Payout.amount_dong).where(Payout.paid_from == Till.AT_PARTNER, Payout.status.in_(OPEN))
        ),
    )


def still_open() -> list[StillOpen]:
    """Say of each way of holding the money what is open of the orders placed under it."""
    return [_open_under(holding) for holding in Holding]


def _open_under(holding: Holding) -> StillOpen:
    of = Order.holding == holding
    awaited = select(Payment.id).join(Payment.order).where(of, _awaited())
    straight = select(DirectPayment.id).join(DirectPayment.vendor_order).join(VendorOrder.order)
    unpaid = straight.where(of, DirectPayment.status.in_(UNPAID)) if holding is Holding.DIRECT else awaited
    going = (*HELD_WHILE, VendorOrderStatus.DELIVERED)
    parts = select(VendorOrder.id).join(VendorOrder.order).where(of, VendorOrder.status.in_(going))
    refunds = select(Refund.id).join(Refund.order).where(of, Refund.status != RefundStatus.DONE)
    return StillOpen(holding, _count(unpaid), _count(parts), _count(refunds), _payable(holding))


def _payable(holding: Holding) -> int:
    """What is payable to vendors of parts of such orders, and not claimed: read from the postings that released it."""
    free = free_transfers().subquery()
    part_id = cast(func.split_part(Posting.reference, "/", 2), BigInteger)
    released = select(Posting.id, part_id.label("part_id")).where(Posting.reference.like("vendor-order/%")).subquery()
    query = (
        select(func.coalesce(func.sum(free.c.dong), 0))
        .join(Transfer, Transfer.id == free.c.transfer_id)
        .join(released, released.c.id == Transfer.posting_id)
        .join(VendorOrder, VendorOrder.id == released.c.part_id)
        .join(Order, Order.id == VendorOrder.order_id)
        .where(Order.holding == holding)
    )
    return int(db.session.scalar(query) or 0)


def _payment() -> tuple[type[Payment], ColumnElement[bool]]:
    return Payment, Payment.order_id == VendorOrder.order_id


def _awaited() -> ColumnElement[bool]:
    return Payment.status == PaymentStatus.AWAITING


def _held() -> tuple[ColumnElement[bool], ...]:
    return Payment.status == PaymentStatus.PAID, VendorOrder.status.in_(HELD_WHILE)


def _pending() -> tuple[ColumnElement[bool], ...]:
    return VendorOrder.status == VendorOrderStatus.DELIVERED, Order.method != PaymentMethod.CASH


def _sum(amounts: Select[int]) -> int:
    column = amounts.subquery()
    return int(db.session.scalar(select(func.coalesce(func.sum(column.c[0]), 0))) or 0)


def _count(query: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
