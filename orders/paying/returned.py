"""What a buyer who comes back from a gateway is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.gateways.bank.notices import UnreadableNotice, UnverifiedNotice
from marketplace.gateways.payments.protocol import PaymentState
from orders.kinds import PaymentMethod
from orders.payments.gateways import gateway_of
from orders.payments.models import GatewayTry, Payment, PaymentStatus
from orders.payments.tries import hurry


class Outcome(StrEnum):
    """What is said of the payment."""

    PAID = "paid"
    """The market has the gateway's word."""
    AWAITED = "awaited"
    """The buyer has done its part; the gateway's word is on its way."""
    UNPAID = "unpaid"
    """Cancelled or turned down; it can be tried again."""
    OVER = "over"
    """The order has ended; money that came all the same goes back."""


@dataclass(frozen=True)
class Returned:
    """The outcome of the payment of this order."""

    outcome: Outcome
    number: str
    amount_dong: int


def came_back(gateway: str, query: Mapping[str, str]) -> Returned:
    """Read what the browser brings and look at what we know; nothing of the order or its money changes.

    Raises NotFound for what the gateway did not sign.
    """
    method = PaymentMethod(gateway)
    try:
        report = gateway_of(method).parse_return(query)
    except (UnverifiedNotice, UnreadableNotice) as forged:
        raise NotFound from forged
    found = db.session.scalar(
        select(GatewayTry)
        .where(GatewayTry.reference == report.reference, GatewayTry.method == method)
        .options(joinedload(GatewayTry.payment).joinedload(Payment.order))
    )
    if found is None:
        raise NotFound
    hurry(method, report)
    outcome = _outcome(found.payment.status, report.state)
    return Returned(outcome, found.payment.order.number, found.amount_dong)


def _outcome(payment: PaymentStatus, told: PaymentState) -> Outcome:
    if payment is PaymentStatus.PAID:
        return Outcome.PAID
    if payment is not PaymentStatus.AWAITING:
        return Outcome.OVER
    return Outcome.UNPAID if told is PaymentState.FAILED else Outcome.AWAITED
