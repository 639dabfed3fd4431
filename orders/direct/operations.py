"""The transfer of each part: awaited, claimed by its buyer, seen or not seen by its vendor, void when it does not come.

Each verb takes the lock of the order first, so that the buyer's claim, the vendor's word and the clock wait for each
other. `by` is the person who acts (a guest: nobody). Amounts are whole đồng.
"""

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.settings import settings
from orders.direct.models import PAID, UNPAID, DirectPayment, DirectStatus
from orders.direct.queries import accounts_of, payment_of
from orders.events import (
    DirectPaymentBegun,
    DirectPaymentClaimed,
    DirectPaymentNotSeen,
    DirectPaymentReceived,
    VendorOrderCancelled,
)
from orders.kinds import ENDED_UNSOLD, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.payments.models import Refund
from orders.payments.paid import keep_stock
from orders.payments.refunds import open_refund
from orders.routing import reply_by, route
from orders.states import move_to
from orders.steps import lock
from vendors.holidays.queries import calendars_of
from vendors.payouts.models import PayoutAccount
from vendors.stock import operations as stock

SOLD_MEANWHILE = "Tiền tới khi hàng đã hết; nhà sản xuất hoàn lại tiền."
NOT_PAID = "Chưa có tiền chuyển khoản tới nhà sản xuất đúng hạn."
AT_ONCE = 500


class MoneyNotSeen(MoveNotAllowed):
    """The vendor accepts only what it has the money for."""

    sentence = _l("Hãy kiểm tra tài khoản và bấm “Đã nhận tiền” trước khi nhận đơn.")


def begin(order: Order, parts: Sequence[VendorOrder]) -> None:
    """Await the transfer of each part in its vendor's verified account; a vendor without one takes cash at the door.

    A vendor sees its part at once; its clock runs when the buyer says that the money was sent.
    """
    accounts = accounts_of([part.vendor_id for part in parts])
    route(part for part in parts if part.vendor_id not in accounts)
    for part in parts:
        if account := accounts.get(part.vendor_id):
            part.routed_at = order.placed_at
            db.session.add(_awaited(order, part, account))
            outbox.record(DirectPaymentBegun(part.id))
    if in_cash := [part.held_for for part in parts if part.vendor_id not in accounts]:
        stock.keep(in_cash)


def _awaited(order: Order, part: VendorOrder, account: PayoutAccount) -> DirectPayment:
    return DirectPayment(
        vendor_order_id=part.id,
        memo=part.number.replace("-", ""),
        amount_dong=part.total_dong,
        bank_bin=account.bank_bin,
        account_number=account.number,
        account_holder=account.holder,
        expires_at=order.placed_at + timedelta(hours=settings().payment_hours),
    )


def claim(vendor_order: VendorOrder) -> None:
    """The buyer says that the money of a part was sent: its stock is kept, and the vendor's clock runs.

    Again, or when the vendor has it already, without effect. Raises MoveNotAllowed for a part that has ended.
    """
    _order, payment = _locked(vendor_order)
    if payment.status in PAID and vendor_order.status not in ENDED_UNSOLD:
        return
    if payment.status not in UNPAID or vendor_order.status is not VendorOrderStatus.PLACED:
        raise MoveNotAllowed
    _let_the_vendor_answer(vendor_order)
    payment.status, payment.claimed_at = DirectStatus.CLAIMED, clock.now()
    stock.keep([vendor_order.held_for])
    outbox.record(DirectPaymentClaimed(vendor_order.id))


def receive(vendor_order: VendorOrder, *, by: User) -> None:
    """The vendor has the money of a part; again without effect.

    Of a part that has ended meanwhile, or whose goods others have bought, it owes the money back. Raises MoveNotAllowed
    for money that was given back.
    """
    order, payment = _locked(vendor_order)
    if payment.status is DirectStatus.RECEIVED:
        return
    if payment.status is DirectStatus.GIVEN_BACK:
        raise MoveNotAllowed
    payment.status, payment.received_at, payment.received_by_id = DirectStatus.RECEIVED, clock.now(), by.id
    audit.record("direct payment received", vendor_order, by=by, amount_dong=payment.amount_dong)
    outbox.record(DirectPaymentReceived(vendor_order.id))
    if vendor_order.status in ENDED_UNSOLD:
        _owe_back(order, vendor_order)
    elif keep_stock([vendor_order]):
        _end(order, vendor_order, reason=SOLD_MEANWHILE)
    else:
        _let_the_vendor_answer(vendor_order)


def deny(vendor_order: VendorOrder, *, by: User) -> None:
    """The vendor has looked and does not see the money: the buyer has `payment_hours` to look again.

    Again without effect. Raises MoveNotAllowed once the vendor has said that the money came.
    """
    _order, payment = _locked(vendor_order)
    if payment.status is DirectStatus.NOT_RECEIVED:
        return
    is_open = payment.status in (DirectStatus.AWAITING, DirectStatus.CLAIMED)
    if not is_open or vendor_order.status is not VendorOrderStatus.PLACED:
        raise MoveNotAllowed
    payment.status, payment.denied_at, payment.denied_by_id = DirectStatus.NOT_RECEIVED, clock.now(), by.id
    payment.expires_at = max(payment.expires_at, clock.now() + timedelta(hours=settings().payment_hours))
    vendor_order.reply_by = None
    audit.record("direct payment not seen", vendor_order, by=by, amount_dong=payment.amount_dong)
    outbox.record(DirectPaymentNotSeen(vendor_order.id))


def overdue() -> list[int]:
    """List parts whose transfer is overdue and that no buyer says to have paid."""
    waits = select(DirectPayment.vendor_order_id).join(DirectPayment.vendor_order)
    waits = waits.where(_is_overdue(), VendorOrder.status == VendorOrderStatus.PLACED)
    return list(db.session.scalars(waits.order_by(DirectPayment.id).limit(AT_ONCE)))


def expire(vendor_order_id: int) -> None:
    """End a part whose transfer did not come in time; one that was claimed or seen meanwhile is left as it is."""
    vendor_order = db.session.get_one(VendorOrder, vendor_order_id)
    order, payment = _locked(vendor_order)
    if (
        vendor_order.status is VendorOrderStatus.PLACED
        and payment.status in UNPAID
        and payment.expires_at < clock.now()
    ):
        _end(order, vendor_order, reason=NOT_PAID)


def _is_overdue() -> ColumnElement[bool]:
    return DirectPayment.status.in_(UNPAID) & (DirectPayment.expires_at < clock.now())


def refuse_unpaid(vendor_order: VendorOrder) -> None:
    """Raise MoneyNotSeen for a (locked) part whose vendor has not said that the money came."""
    payment = payment_of(vendor_order)
    if payment and payment.status is not DirectStatus.RECEIVED:
        raise MoneyNotSeen


def is_paid(vendor_order: VendorOrder) -> bool:
    """Whether the vendor has the money of a (locked) part, or its buyer says so."""
    payment = payment_of(vendor_order)
    return payment is not None and payment.status in PAID


def less_is_due(vendor_order: VendorOrder, amount_dong: int) -> None:
    """So much less is to be transferred for a (locked) part that is not paid."""
    if payment := payment_of(vendor_order):
        payment.amount_dong -= amount_dong


def end_part(order: Order, vendor_order: VendorOrder) -> None:
    """Settle a part of the (locked) order that ended unsold: what was paid is owed back by its vendor, else nothing."""
    payment = payment_of(vendor_order)
    if payment is None:
        return
    if payment.status in PAID:
        _owe_back(order, vendor_order)
    elif payment.status in UNPAID:
        payment.status = DirectStatus.VOID


def _owe_back(order: Order, vendor_order: VendorOrder) -> None:
    known = select(Refund.id).where(Refund.vendor_order_id == vendor_order.id)
    if db.session.scalar(known) is None:
        open_refund(order, vendor_order)


def _end(order: Order, vendor_order: VendorOrder, *, reason: str) -> None:
    move_to(vendor_order, VendorOrderStatus.CANCELLED, by=None, reason=reason)
    stock.release([vendor_order.held_for])
    end_part(order, vendor_order)
    outbox.record(VendorOrderCancelled(vendor_order.id))


def _let_the_vendor_answer(vendor_order: VendorOrder) -> None:
    calendar = calendars_of([vendor_order.vendor_id])[vendor_order.vendor_id]
    vendor_order.reply_by = reply_by(clock.now(), calendar)
    vendor_order.reminded_at = None


def _locked(vendor_order: VendorOrder) -> tuple[Order, DirectPayment]:
    """Lock the order of a part and read both again. Raises MoveNotAllowed for a part that is not paid so."""
    order = lock(vendor_order)
    payment = payment_of(vendor_order)
    if payment is None:
        raise MoveNotAllowed
    return order, payment
