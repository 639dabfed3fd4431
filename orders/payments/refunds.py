"""Giving money back: opened for a cause, sent once, through the gateway that took it or to an account.

Each verb on the way to the bank looks at the refund again under its lock, so it may be repeated, and be broken off
anywhere: the next sweep goes on from what was committed.
"""

from sqlalchemy import select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.bank_accounts import masked, read_account
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.gateways.bank import sending
from marketplace.gateways.bank.payouts import BankTransfer, TransferOutcome, TransferState
from marketplace.ledger.chart import Till
from marketplace.ledger.operations import post
from marketplace.numbers import memo_code
from orders import settlement
from orders.events import RefundDue, RefundFailed, RefundSent
from orders.kinds import Holding
from orders.models import Order, VendorOrder
from orders.payments import repaying
from orders.payments.models import BankNotice, Refund, RefundStatus, RefundWay
from orders.payments.repaying import WayBack

PREFIX = "HT"
LONGEST_REASON = 500
WITHOUT_ACCOUNT = (RefundStatus.ACCOUNT_NEEDED, RefundStatus.FAILED)
"""States in which the buyer is asked for an account."""


def open_refund(order: Order, vendor_order: VendorOrder) -> Refund | None:
    """Owe the buyer what is left of a paid part that ended unsold; its order must be locked. None for nothing left.

    The ledger follows in the same step.
    """
    if not vendor_order.left.total_dong:
        return None
    if order.holding is not Holding.DIRECT:
        entry = settlement.ended_unsold(vendor_order)
        post(entry.reference, entry.moves, words=entry.words)
    return _opened(order, vendor_order.left.total_dong, vendor_order_id=vendor_order.id)


def open_refund_of_credit(order: Order, note_id: int, amount_dong: int) -> Refund:
    """Owe the buyer what a credit note took off, which the ledger must hold as refunds due."""
    return _opened(order, amount_dong, credit_note_id=note_id)


def open_refund_of_money(order: Order, notice: BankNotice, amount_dong: int) -> Refund:
    """Owe the buyer money that came beyond what was due, or too late; the ledger must hold it as refunds due."""
    way = repaying.through(notice) if repaying.fits(notice, amount_dong) else repaying.by_bank(order.holding)
    return _opened(order, amount_dong, way, notice_id=notice.id)


def open_refund_to_sender(notice: BankNotice) -> Refund:
    """Owe money to whoever sent it, because no order can be found; the ledger must hold it as refunds due."""
    through_gateway = repaying.fits(notice, notice.amount_dong)
    way = repaying.through(notice) if through_gateway else repaying.by_bank(_holding_of(notice))
    return _opened(None, notice.amount_dong, way, notice_id=notice.id)


def _holding_of(notice: BankNotice) -> Holding:
    return Holding.PARTNER if notice.came_to is Till.AT_PARTNER else Holding.AGENT


def _opened(order: Order | None, amount_dong: int, way: WayBack | None = None, **cause: int) -> Refund:
    if way is None:
        way = repaying.way_back(order, amount_dong) if order else repaying.by_bank(Holding.AGENT)
    refund = Refund(
        reference=memo_code(PREFIX),
        order_id=order.id if order else None,
        amount_dong=amount_dong,
        way=way.way,
        left_from=way.till,
        through_id=way.through_id,
        status=RefundStatus.DUE if way.way in repaying.THROUGH_GATEWAYS else RefundStatus.ACCOUNT_NEEDED,
        created_at=clock.now(),
        **cause,
    )
    db.session.add(refund)
    db.session.flush()
    outbox.record(RefundDue(refund.id))
    return refund


def give_account(refund: Refund, *, bank_bin: str, number: str, holder: str, by: User | None = None) -> None:
    """Say where the refund goes (a guest: nobody says it by name).

    Raises UnknownBank, UnusableNumber or UnusableHolder, and MoveNotAllowed when the refund is on its way.
    """
    account = read_account(bank_bin=bank_bin, number=number, holder=holder)
    locked = _lock(refund.id)
    if locked is None or locked.status not in WITHOUT_ACCOUNT:
        raise MoveNotAllowed
    if locked.status is RefundStatus.FAILED:
        locked.attempt += 1
    locked.bank_bin, locked.account_number, locked.account_holder = account.bank_bin, account.number, account.holder
    locked.failure, locked.status = "", RefundStatus.DUE
    audit.record("refund account given", locked, by=by, bank=account.bank_bin, number=masked(account.number))


def to_send() -> list[int]:
    """List refunds whose account is known and which the bank does not surely have, oldest first."""
    return _ids(RefundStatus.DUE, RefundStatus.SENDING)


def to_ask_about() -> list[int]:
    """List refunds that the bank has and has not yet settled."""
    return _ids(RefundStatus.SENT)


def begin_sending(refund_id: int) -> bool:
    """Note that the refund is about to be handed to the bank; to be committed before `hand_over`."""
    refund = _lock(refund_id)
    if refund and refund.status is RefundStatus.DUE and refund.way is not RefundWay.VENDOR and repaying.is_next(refund):
        refund.status = RefundStatus.SENDING
    return refund is not None and refund.status is RefundStatus.SENDING


def hand_over(refund_id: int) -> None:
    """Hand the refund to the bank or gateway under its own reference: however often repeated, it is paid once."""
    refund = _lock(refund_id)
    if refund is None or refund.status is not RefundStatus.SENDING:
        return
    is_by_gateway = refund.way in repaying.THROUGH_GATEWAYS
    outcome = repaying.hand_over(refund) if is_by_gateway else sending.hand_over(_transfer(refund))
    if outcome is None:
        return
    if outcome.state is not TransferState.FAILED:
        refund.status, refund.sent_at = RefundStatus.SENT, clock.now()
    _follow(refund, outcome)


def ask_about(refund_id: int) -> None:
    """Ask the bank or gateway what became of a refund that it has."""
    refund = _lock(refund_id)
    if refund is None or refund.status is not RefundStatus.SENT or refund.way is RefundWay.VENDOR:
        return
    is_by_gateway = refund.way in repaying.THROUGH_GATEWAYS
    if outcome := repaying.ask_about(refund) if is_by_gateway else sending.ask_about(_reference(refund)):
        _follow(refund, outcome)


def _follow(refund: Refund, outcome: TransferOutcome) -> None:
    refund.provider_id = outcome.provider_id or refund.provider_id
    if outcome.state is TransferState.SUCCEEDED:
        entry = settlement.refund_arrived(refund)
        post(entry.reference, entry.moves, words=entry.words)
        refund.status, refund.done_at = RefundStatus.DONE, clock.now()
        outbox.record(RefundSent(refund.id))
    elif outcome.state is TransferState.FAILED:
        refund.status, refund.failure = RefundStatus.FAILED, (outcome.reason or "")[:LONGEST_REASON]
        _by_bank_instead(refund)
        outbox.record(RefundFailed(refund.id))


def _by_bank_instead(refund: Refund) -> None:
    """What a gateway does not give back, the market transfers: it keeps the money, which the gateway will bring."""
    if refund.way in repaying.THROUGH_GATEWAYS:
        to_partner = refund.left_from is Till.AT_PARTNER
        way = repaying.by_bank(Holding.PARTNER if to_partner else Holding.AGENT)
        refund.way, refund.left_from, refund.status = way.way, way.till, RefundStatus.ACCOUNT_NEEDED


def _transfer(refund: Refund) -> BankTransfer:
    return BankTransfer(
        reference=_reference(refund),
        amount_dong=refund.amount_dong,
        to_bin=refund.bank_bin or "",
        to_account=refund.account_number or "",
        description=f"Hoan tien {refund.reference}",
    )


def _reference(refund: Refund) -> str:
    return f"{refund.reference}-{refund.attempt}"


def _ids(*statuses: RefundStatus) -> list[int]:
    """List the refunds that are ours to send; what a vendor gives back never is."""
    ours = select(Refund.id).where(Refund.status.in_(statuses), Refund.way != RefundWay.VENDOR)
    return list(db.session.scalars(ours.order_by(Refund.id)))


def _lock(refund_id: int) -> Refund | None:
    """Lock the refund; None when somebody else has it just now."""
    query = select(Refund).where(Refund.id == refund_id).with_for_update(skip_locked=True)
    return db.session.scalar(query.execution_options(populate_existing=True))
