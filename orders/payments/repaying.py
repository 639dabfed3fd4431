"""Money back through the gateway that took it, so that the buyer has to name no account."""

from dataclasses import dataclass

import structlog
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.gateways.bank.payouts import TransferOutcome, TransferState
from marketplace.gateways.payments.protocol import (
    GatewayUnavailable,
    RedirectGateway,
    RefundOutcome,
    RefundRequest,
    RefundState,
)
from marketplace.ledger.chart import Till
from orders.kinds import Holding, PaymentMethod
from orders.models import Order
from orders.payments.gateways import AT_GATEWAYS, gateway_of
from orders.payments.models import BankNotice, NoticeOutcome, Payment, Refund, RefundStatus, RefundWay

log = structlog.get_logger()
THROUGH_GATEWAYS = (RefundWay.VNPAY, RefundWay.MOMO)
GIVEN = (NoticeOutcome.EXACT, NoticeOutcome.UNDER, NoticeOutcome.OVER)
_STATES = {
    RefundState.PROCESSING: TransferState.PROCESSING,
    RefundState.DONE: TransferState.SUCCEEDED,
    RefundState.REFUSED: TransferState.FAILED,
}


@dataclass(frozen=True)
class WayBack:
    """How money goes back, from which till it leaves, and through which payment at a gateway."""

    way: RefundWay
    till: Till
    through_id: int | None = None


def way_back(order: Order, amount_dong: int) -> WayBack:
    """The way by which this much of the order's money came, as far as a gateway took it; a bank transfer otherwise."""
    if order.holding is Holding.DIRECT:
        return WayBack(RefundWay.VENDOR, Till.BANK)
    for notice in db.session.scalars(_taken_for(order)):
        if fits(notice, amount_dong):
            return through(notice)
    return by_bank(order.holding)


def through(notice: BankNotice) -> WayBack:
    """Through the payment at a gateway that this notice told of."""
    return WayBack(RefundWay(notice.provider), notice.came_to, notice.id)


def by_bank(holding: Holding) -> WayBack:
    """By bank transfer, from where the market's transfers leave."""
    return WayBack(RefundWay.BANK, Till.AT_PARTNER if holding is Holding.PARTNER else Till.BANK)


def fits(notice: BankNotice, amount_dong: int) -> bool:
    """Whether a gateway that we know the payment of has so much of it left, and gives so much back at once."""
    if notice.provider not in {way.value for way in THROUGH_GATEWAYS} or notice.try_id is None:
        return False
    gateway = gateway_of(PaymentMethod(notice.provider))
    if not gateway.least_dong <= amount_dong <= gateway.most_dong:
        return False
    back = select(func.sum(Refund.amount_dong)).where(Refund.through_id == notice.id, Refund.way.in_(THROUGH_GATEWAYS))
    return (db.session.scalar(back) or 0) + amount_dong <= notice.amount_dong


def is_next(refund: Refund) -> bool:
    """Whether no other refund of the same payment is on its way: VNPay tells of the last one only."""
    if refund.through_id is None:
        return True
    free = select(BankNotice.id).where(BankNotice.id == refund.through_id).with_for_update(skip_locked=True)
    if db.session.scalar(free) is None:
        return False
    return not db.session.scalar(_others_on_their_way(refund))


def hand_over(refund: Refund) -> TransferOutcome | None:
    """Ask the gateway for the refund, and give what it says; None when nobody knows: ask again."""
    try:
        return _as_transfer(refund, _gateway(refund).refund(_request(refund)))
    except GatewayUnavailable as away:
        log.warning("gateway_away", refund=refund.reference, problem=str(away))
        return None


def ask_about(refund: Refund) -> TransferOutcome | None:
    """Ask the gateway what became of a refund that it has; None when it does not say."""
    try:
        found = _gateway(refund).find_refund(_request(refund))
    except GatewayUnavailable as away:
        log.warning("gateway_away", refund=refund.reference, problem=str(away))
        return None
    if found is None:
        log.error("refund_unknown_to_gateway", refund=refund.reference)
        return None
    return _as_transfer(refund, found)


def _taken_for(order: Order) -> Select[BankNotice]:
    return (
        select(BankNotice)
        .join(Payment, Payment.id == BankNotice.payment_id)
        .where(
            Payment.order_id == order.id,
            BankNotice.provider.in_([method.value for method in AT_GATEWAYS]),
            BankNotice.outcome.in_(GIVEN),
        )
        .order_by(BankNotice.id)
    )


def _others_on_their_way(refund: Refund) -> Select[int]:
    return select(func.count()).where(
        Refund.through_id == refund.through_id,
        Refund.id != refund.id,
        Refund.way.in_(THROUGH_GATEWAYS),
        Refund.status.in_((RefundStatus.SENDING, RefundStatus.SENT)),
    )


def _gateway(refund: Refund) -> RedirectGateway:
    return gateway_of(PaymentMethod(refund.way.value))


def _request(refund: Refund) -> RefundRequest:
    notice = db.session.scalars(
        select(BankNotice).where(BankNotice.id == refund.through_id).options(joinedload(BankNotice.gateway_try))
    ).one()
    begun = notice.gateway_try
    if begun is None:
        raise LookupError(f"notice {notice.id} is of no try")
    others = select(Refund.provider_id).where(Refund.through_id == notice.id, Refund.id != refund.id)
    return RefundRequest(
        request_id=f"{refund.reference}{refund.attempt:02}",
        reference=begun.reference,
        transaction=notice.provider_id,
        begun_at=begun.begun_at,
        amount_dong=refund.amount_dong,
        is_whole=refund.amount_dong == notice.amount_dong,
        words=f"Hoan tien {refund.reference}",
        others=frozenset(number for number in db.session.scalars(others) if number),
    )


def _as_transfer(refund: Refund, outcome: RefundOutcome) -> TransferOutcome:
    reason = f"{refund.way.value} {outcome.code}" if outcome.state is RefundState.REFUSED else None
    return TransferOutcome(outcome.transaction, refund.reference, _STATES[outcome.state], reason)
