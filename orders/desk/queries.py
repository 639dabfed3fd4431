"""Reads of orders for staff: administrators see all, officers the parts of their communes' vendors."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.ledger.models import Posting, Transfer
from orders.credits.models import CreditNote
from orders.fulfilment.queries import whole_part
from orders.fulfilment.search import by_buyer, by_order_number
from orders.models import Order, VendorOrder
from orders.payments.models import BankNotice, Payment, Refund
from orders.queries import payment_of, refunds_of
from vendors.access import seen_by


@dataclass(frozen=True)
class Money:
    """All the money of an order: its payment, the notices that came for it, its refunds and what the books say."""

    payment: Payment
    notices: Sequence[BankNotice]
    refunds: Sequence[Refund]
    postings: Sequence[Posting]


def orders_for(person: User, words: str) -> Select[Order]:
    """Select the orders that this member of staff may see, newest first, narrowed to a number, name or phone."""
    query = select(Order).options(selectinload(Order.vendor_orders)).order_by(Order.id.desc())
    if not person.is_administrator:
        query = query.where(Order.id.in_(select(VendorOrder.order_id).where(VendorOrder.id.in_(_seen_parts(person)))))
    if words.strip():
        query = query.where(or_(by_order_number(words), by_buyer(words)))
    return query


def order_for(person: User, number: str) -> Order:
    """The order of this number, if this member of staff may see any of it. Raises NotFound otherwise."""
    query = orders_for(person, "").where(Order.number == number)
    order = db.session.scalar(query.options(joinedload(Order.province), joinedload(Order.commune)))
    if order is None:
        raise NotFound
    return order


def parts_for(person: User, order: Order) -> Sequence[VendorOrder]:
    """The parts of the order that this member of staff may see, with all that is shown of them."""
    query = select(VendorOrder).where(VendorOrder.order_id == order.id, VendorOrder.id.in_(_seen_parts(person)))
    loaded = query.options(joinedload(VendorOrder.vendor), *whole_part()).order_by(VendorOrder.id)
    return db.session.scalars(loaded).all()


def part_for(person: User, number: str, part_number: str) -> VendorOrder:
    """One part of an order, if this member of staff may see it. Raises NotFound otherwise."""
    for part in parts_for(person, order_for(person, number)):
        if part.number == part_number:
            return part
    raise NotFound


def money_of(order: Order) -> Money:
    """All the money of the order, with what the books say of it, oldest first."""
    payment, refunds = payment_of(order), refunds_of(order)
    came = select(BankNotice).where(BankNotice.payment_id == payment.id).order_by(BankNotice.id)
    notices = db.session.scalars(came).all()
    return Money(payment, notices, refunds, _postings(order, notices, refunds))


def _postings(order: Order, notices: Sequence[BankNotice], refunds: Sequence[Refund]) -> Sequence[Posting]:
    references = [f"order/{order.id}/{event}" for event in ("paid", "receipts-returned")]
    references += [
        f"vendor-order/{part.id}/{event}"
        for part in order.vendor_orders
        for event in ("delivered", "restated", "released", "ended")
    ]
    notes = select(CreditNote.id, CreditNote.vendor_order_id).where(
        CreditNote.vendor_order_id.in_([part.id for part in order.vendor_orders])
    )
    references += [f"vendor-order/{part_id}/credit-note/{note_id}" for note_id, part_id in db.session.execute(notes)]
    references += [f"bank-notice/{notice.id}/{event}" for notice in notices for event in ("received", "placed")]
    references += [f"refund/{refund.id}/done" for refund in refunds]
    sides = selectinload(Posting.transfers).options(
        joinedload(Transfer.debit_account), joinedload(Transfer.credit_account)
    )
    query = select(Posting).where(Posting.reference.in_(references)).options(sides).order_by(Posting.id)
    return db.session.scalars(query).all()


def _seen_parts(person: User) -> Select[int]:
    return select(VendorOrder.id).join(VendorOrder.vendor).where(seen_by(person))
