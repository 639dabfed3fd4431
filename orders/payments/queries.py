"""Reads of payments, notices and refunds."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.ledger.chart import Till
from orders.carriers.models import CarrierStatement
from orders.models import Order
from orders.payments.models import (
    BankNotice,
    GatewayTry,
    NoticeOutcome,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    RefusedNotices,
)

MOST_HINTS = 10
SHOWN_REFUSED = timedelta(days=30)


def payment_of(order: Order) -> Payment:
    """Give the payment of a locked order as it is now."""
    query = select(Payment).where(Payment.order_id == order.id).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def notices(outcome: NoticeOutcome | None) -> Select[BankNotice]:
    """Select notices of money for the desk, newest first."""
    ordered = (joinedload(BankNotice.payment).joinedload(Payment.order),)
    tried = (joinedload(BankNotice.gateway_try).joinedload(GatewayTry.payment).joinedload(Payment.order),)
    query = select(BankNotice).options(*ordered, *tried)
    query = query.order_by(BankNotice.id.desc())
    return query.where(BankNotice.outcome == outcome) if outcome else query


def unmatched_count() -> int:
    """Count the money that waits for a person."""
    query = select(func.count()).select_from(BankNotice).where(BankNotice.outcome == NoticeOutcome.UNMATCHED)
    return db.session.scalar(query) or 0


def notice(notice_id: int) -> BankNotice:
    """Give one of the bank's notices for the desk. Raises NotFound."""
    found = db.session.scalar(notices(None).where(BankNotice.id == notice_id))
    if found is None:
        raise NotFound
    return found


def may_belong_to(notice: BankNotice) -> list[Order]:
    """List orders that this money may be for, as hints for a person: the one that a gateway names, else newest first.

    Otherwise those whose awaited money is just what this notice brought.
    """
    if notice.gateway_try:
        return [notice.gateway_try.payment.order]
    query = (
        select(Order)
        .join(Payment, Payment.order_id == Order.id)
        .where(
            Payment.status == PaymentStatus.AWAITING,
            Payment.amount_dong - Payment.received_dong == notice.amount_dong,
        )
    )
    return list(db.session.scalars(query.order_by(Order.id.desc()).limit(MOST_HINTS)))


def statements_owed(notice: BankNotice) -> Sequence[CarrierStatement]:
    """List carriers' accepted statements that this money may be for: those of just this sum first."""
    if notice.came_to is not Till.BANK:
        return []
    owed = CarrierStatement.net_dong - CarrierStatement.remitted_dong
    query = select(CarrierStatement).where(CarrierStatement.accepted_at.is_not(None), owed >= notice.amount_dong)
    query = query.options(joinedload(CarrierStatement.carrier)).order_by(owed, CarrierStatement.id).limit(MOST_HINTS)
    return db.session.scalars(query).all()


def refused_lately() -> Sequence[RefusedNotices]:
    """List how many forged notices came in the last days, by day and provider, newest first."""
    since = clock.today() - SHOWN_REFUSED
    query = select(RefusedNotices).where(RefusedNotices.day >= since)
    return db.session.scalars(query.order_by(RefusedNotices.day.desc(), RefusedNotices.provider)).all()


def refunds(*, open_only: bool) -> Select[Refund]:
    """Select refunds for the desk, newest first."""
    query = select(Refund).options(joinedload(Refund.order)).order_by(Refund.id.desc())
    return query.where(Refund.status != RefundStatus.DONE) if open_only else query


def refund_referenced(reference: str) -> Refund:
    """Give a refund for the desk. Raises NotFound."""
    found = db.session.scalar(refunds(open_only=False).where(Refund.reference == reference))
    if found is None:
        raise NotFound
    return found
