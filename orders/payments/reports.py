"""What a gateway says of a payment, by its notice or when asked: stored raw, once, and acted on by a worker."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from marketplace import clock, outbox
from marketplace.database import db
from marketplace.gateways.payments.protocol import PaymentReport, PaymentState
from marketplace.ledger.chart import Till
from orders import settlement
from orders.events import BankNoticeReceived
from orders.kinds import PaymentMethod
from orders.payments.gateways import till_of_gateway
from orders.payments.models import BankNotice, GatewayTry, NoticeOutcome, Payment, RefusedNotices, TryStatus


class Answer(StrEnum):
    """What the gateway is told of its notice."""

    TAKEN = "taken"
    KNOWN = "known"
    """Its money was stored, or its try decided, before."""
    NO_SUCH_TRY = "no such try"
    """Money of it is stored all the same, for a person to decide."""
    OTHER_AMOUNT = "other amount"
    """Not what the buyer was sent to pay; money of it is stored, for a person to decide."""


def take(method: PaymentMethod, report: PaymentReport, *, raw: Mapping[str, object]) -> Answer:
    """Store what a gateway says of a payment: money once for each of its transactions, the rest on the try."""
    found = lock_try(method, report.reference)
    is_money = report.state is PaymentState.PAID and report.amount_dong > 0
    is_new = is_money and _store(method, report, raw=raw, of=found)
    if found is None:
        return Answer.NO_SUCH_TRY
    if report.amount_dong != found.amount_dong:
        return Answer.OTHER_AMOUNT
    if report.state is PaymentState.PAID:
        found.status, found.code = TryStatus.PAID, report.code
        return Answer.TAKEN if is_new else Answer.KNOWN
    if found.status is not TryStatus.WAITING:
        return Answer.KNOWN
    found.code = report.code
    if report.state is PaymentState.FAILED:
        found.status = TryStatus.FAILED
    return Answer.TAKEN


def lock_try(method: PaymentMethod, reference: str) -> GatewayTry | None:
    """Lock the try of this reference, so that what is told of it at once is taken one after the other."""
    return db.session.scalar(
        select(GatewayTry)
        .where(GatewayTry.reference == reference, GatewayTry.method == method)
        .options(joinedload(GatewayTry.payment).joinedload(Payment.order))
        .with_for_update(of=GatewayTry)
        .execution_options(populate_existing=True)
    )


def _store(method: PaymentMethod, report: PaymentReport, *, raw: Mapping[str, object], of: GatewayTry | None) -> bool:
    notice_id = db.session.scalar(
        insert(BankNotice)
        .values(
            provider=method.value,
            provider_id=report.transaction or report.reference,
            raw=dict(raw),
            amount_dong=report.amount_dong,
            content=report.reference,
            came_to=_till(method, of),
            outcome=NoticeOutcome.NEW,
            try_id=of.id if of else None,
            received_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["provider", "provider_id"])
        .returning(BankNotice.id)
    )
    if notice_id is not None:
        outbox.record(BankNoticeReceived(notice_id))
    return notice_id is not None


def _till(method: PaymentMethod, of: GatewayTry | None) -> Till:
    return settlement.till_of(of.payment.order) if of else till_of_gateway(method)


def count_refused(provider: str) -> None:
    """Count a notice that its provider did not send as it came, so that an administrator sees how many there are."""
    counted = insert(RefusedNotices).values(provider=provider, day=clock.today(), count=1)
    db.session.execute(
        counted.on_conflict_do_update(
            index_elements=["provider", "day"], set_={"count": RefusedNotices.count + counted.excluded.count}
        )
    )
