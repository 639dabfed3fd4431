"""Tries to pay an order at a gateway: begun by the buyer, asked about when the gateway says nothing."""

from dataclasses import asdict
from datetime import datetime, timedelta

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.database import db
from marketplace.errors import MoveNotAllowed, NotFound, Refusal
from marketplace.gateways.payments.protocol import (
    GatewayUnavailable,
    PaymentRefused,
    PaymentReport,
    PaymentRequest,
    PaymentState,
)
from marketplace.settings import settings
from orders.kinds import PaymentMethod
from orders.locking import lock_order
from orders.models import Order
from orders.payments import reports
from orders.payments.gateways import AT_GATEWAYS, gateway_of
from orders.payments.models import GatewayTry, Payment, PaymentStatus, TryStatus
from orders.payments.queries import payment_of

log = structlog.get_logger()
LASTS = timedelta(minutes=30)
"""How long the gateway keeps its page open; a buyer who is later begins anew."""
TOO_CLOSE = timedelta(minutes=5)
"""A page that closes so soon is not worth going back to."""
FIRST_ASKED = timedelta(minutes=2)
SOON = timedelta(seconds=20)
ASKED_AGAIN = timedelta(minutes=5)
FORGOTTEN = timedelta(minutes=30)
"""A try that nobody has touched for so long after its end is given up, whatever the gateway still calls it."""
MOST_TRIES = 99
AT_ONCE = 200


class NothingToPay(MoveNotAllowed):
    """The order is paid, has ended, or is paid in another way."""

    sentence = _l("Đơn này không còn chờ thanh toán.")


class GatewayAway(Refusal):
    """The gateway does not answer, or does not take the payment."""

    status = 503
    sentence = _l("Cổng thanh toán chưa trả lời. Đơn của bạn vẫn được giữ; hãy thử lại sau ít phút.")


def begin_try(order: Order) -> GatewayTry:
    """Give the try at which the buyer can still pay, or begin one; the gateway hears of it in `page_of`.

    Raises NothingToPay.
    """
    payment = payment_of(lock_order(order.id))
    if payment.method not in AT_GATEWAYS or payment.status is not PaymentStatus.AWAITING:
        raise NothingToPay
    now, due_dong = clock.now(), payment.amount_dong - payment.received_dong
    if open_one := _open_try(payment, due_dong, now):
        return open_one
    number = db.session.scalar(select(func.count()).where(GatewayTry.payment_id == payment.id)) or 0
    expires_at = min(now + LASTS, payment.expires_at or now)
    if number >= MOST_TRIES or expires_at <= now:
        raise NothingToPay
    return _begun(payment, f"{payment.memo}{number + 1:02}", due_dong, expires_at)


def _open_try(payment: Payment, due_dong: int, now: datetime) -> GatewayTry | None:
    query = select(GatewayTry).where(
        GatewayTry.payment_id == payment.id,
        GatewayTry.status == TryStatus.WAITING,
        GatewayTry.pay_url != "",
        GatewayTry.amount_dong == due_dong,
        GatewayTry.expires_at > now + TOO_CLOSE,
    )
    return db.session.scalar(query.order_by(GatewayTry.id.desc()).limit(1))


def _begun(payment: Payment, reference: str, due_dong: int, expires_at: datetime) -> GatewayTry:
    now = clock.now().replace(microsecond=0)
    begun = GatewayTry(
        payment_id=payment.id,
        method=payment.method,
        reference=reference,
        amount_dong=due_dong,
        status=TryStatus.WAITING,
        begun_at=now,
        expires_at=expires_at,
        ask_at=now + FIRST_ASKED,
    )
    db.session.add(begun)
    db.session.flush()
    return begun


def try_of(order: Order, reference: str) -> GatewayTry:
    """Give a try of this order. Raises NotFound for any other."""
    query = select(GatewayTry).join(Payment, Payment.id == GatewayTry.payment_id)
    found = db.session.scalar(query.where(Payment.order_id == order.id, GatewayTry.reference == reference))
    if found is None:
        raise NotFound
    return found


def page_of(begun: GatewayTry, order: Order, *, return_url: str, address: str, language: str) -> str:
    """Give the address at the gateway where this try is paid; no row may be locked, because the gateway is called.

    Raises GatewayAway, and NothingToPay for a try that is over.
    """
    if begun.status is not TryStatus.WAITING or begun.expires_at <= clock.now():
        raise NothingToPay
    if not begun.pay_url:
        request = PaymentRequest(
            reference=begun.reference,
            amount_dong=begun.amount_dong,
            words=f"Don hang {order.number}",
            return_url=return_url,
            notice_url=f"{settings().public_url.rstrip('/')}/webhooks/{begun.method.value}",
            address=address,
            language=language,
            begun_at=begun.begun_at,
            expires_at=begun.expires_at,
        )
        begun.pay_url = _page(begun, request)
    return begun.pay_url


def _page(begun: GatewayTry, request: PaymentRequest) -> str:
    try:
        return gateway_of(begun.method).begin(request).url
    except (GatewayUnavailable, PaymentRefused) as problem:
        log.warning("gateway_away", gateway=begun.method.value, reference=begun.reference, problem=str(problem))
        raise GatewayAway from problem


def hurry(method: PaymentMethod, report: PaymentReport) -> None:
    """The buyer is back with the gateway's word: ask the gateway soon, and lead nobody to a page that has closed.

    Whether money came is for the gateway's notice and its answer to say, never for what a browser brings.
    """
    found = reports.lock_try(method, report.reference)
    if found is None or found.status is not TryStatus.WAITING:
        return
    found.ask_at = min(found.ask_at, clock.now() + SOON)
    if report.state is not PaymentState.OPEN:
        found.pay_url = ""


def to_ask_about() -> list[int]:
    """List the tries of which the gateway has not told us and which it is time to ask about, oldest first."""
    waiting = select(GatewayTry.id).where(GatewayTry.status == TryStatus.WAITING, GatewayTry.ask_at <= clock.now())
    return list(db.session.scalars(waiting.order_by(GatewayTry.ask_at).limit(AT_ONCE)))


def ask_about(try_id: int) -> None:
    """Ask the gateway what became of a try, and do what its notice would have done; no row is locked meanwhile."""
    query = select(GatewayTry).where(GatewayTry.id == try_id).options(joinedload(GatewayTry.payment))
    asked = db.session.scalars(query).one()
    if asked.status is not TryStatus.WAITING:
        return
    try:
        report = gateway_of(asked.method).query(asked.reference, begun_at=asked.begun_at)
    except GatewayUnavailable as away:
        log.warning("gateway_away", gateway=asked.method.value, reference=asked.reference, problem=str(away))
        return
    if report and report.state in (PaymentState.PAID, PaymentState.FAILED):
        reports.take(asked.method, report, raw={"asked": {**asdict(report), "happened_at": str(report.happened_at)}})
    else:
        _ask_later(asked, report)


def _ask_later(asked: GatewayTry, report: PaymentReport | None) -> None:
    """Nobody has paid: look again; long after its end a try that nobody touched is given up."""
    untouched = report is None or report.state is PaymentState.OPEN
    locked = reports.lock_try(asked.method, asked.reference)
    if locked is None or locked.status is not TryStatus.WAITING:
        return
    if untouched and clock.now() > locked.expires_at + FORGOTTEN:
        locked.status = TryStatus.FAILED
    else:
        locked.ask_at = clock.now() + ASKED_AGAIN
