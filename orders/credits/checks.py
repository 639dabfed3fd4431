"""Checks of the parts against their credit notes and their transfers, for `flask ledger audit`."""

from collections.abc import Iterator

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from marketplace.database import db
from marketplace.ledger.audit import check
from marketplace.ledger.chart import PER_VENDOR, AccountKind, Purpose
from marketplace.ledger.models import Account, Posting, Transfer
from orders.credits.models import CreditNote
from orders.kinds import Holding, PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.payments.models import Refund

SETTLED = (VendorOrderStatus.DELIVERED, VendorOrderStatus.COMPLETED)
KINDS = ("goods", "delivery", "commission", "vat", "pit", "promotion_goods", "promotion_delivery")


@check
def credit_notes_add_up() -> Iterator[str]:
    """What stands on a part as credited is the sum of its credit notes, amount by amount."""
    sums = [func.sum(getattr(CreditNote, f"{kind}_dong")) for kind in KINDS]
    notes = select(CreditNote.vendor_order_id, *sums).group_by(CreditNote.vendor_order_id).subquery()
    differs = [
        getattr(VendorOrder, f"credited_{kind}_dong") != func.coalesce(notes.c[place], 0)
        for place, kind in enumerate(KINDS, start=1)
    ]
    query = select(VendorOrder.number).outerjoin(notes, notes.c[0] == VendorOrder.id)
    for number in db.session.scalars(query.where(or_(*differs))):
        yield f"vendor order {number} is credited with other sums than its credit notes"


@check
def credit_notes_are_refunded() -> Iterator[str]:
    """Each credit note of money that was paid has its refund of just that sum, and no other has one."""
    paid = CreditNote.stage != "unpaid"
    promotion = CreditNote.promotion_goods_dong + CreditNote.promotion_delivery_dong
    total = CreditNote.goods_dong + CreditNote.delivery_dong - promotion
    query = select(CreditNote.reference).outerjoin(Refund, Refund.credit_note_id == CreditNote.id)
    wrong = Refund.amount_dong.is_distinct_from(case((paid, total), else_=None))
    for reference in db.session.scalars(query.where(wrong)):
        yield f"credit note {reference} and its refund do not agree"


@check
def every_part_is_reconciled() -> Iterator[str]:
    """The transfers of each part add up to what is left of it: to its vendor, as commission, VAT, PIT and promotion."""
    booked = _booked().subquery()
    settled = VendorOrder.status.in_(SETTLED)
    to_us = and_(
        settled,
        Order.holding != Holding.DIRECT,
        or_(Order.method != PaymentMethod.CASH, VendorOrder.carrier_id.is_not(None)),
    )
    expected = {
        "goods": (to_us, _left("goods") - _left("promotion_goods")),
        "delivery": (to_us, _left("delivery") - _left("promotion_delivery")),
        "promotion": (settled, _left("promotion_goods") + _left("promotion_delivery")),
        "commission": (settled, _left("commission")),
        "vat": (settled, _left("vat")),
        "pit": (settled, _left("pit")),
    }
    differs = [
        and_(func.coalesce(booked.c[kind], 0) != case((applies, left), else_=0), or_(~settled, applies))
        for kind, (applies, left) in expected.items()
    ]
    query = (
        select(VendorOrder.number)
        .join(Order, Order.id == VendorOrder.order_id)
        .outerjoin(booked, booked.c.part_id == VendorOrder.id)
        .where(or_(*differs))
    )
    for number in db.session.scalars(query):
        yield f"vendor order {number} does not agree with its transfers"


def _left(kind: str) -> ColumnElement[int]:
    agreed, credited = getattr(VendorOrder, f"{kind}_dong"), getattr(VendorOrder, f"credited_{kind}_dong")
    left: ColumnElement[int] = agreed - credited
    return left


def _booked() -> Select[int, int, int, int, int, int, int]:
    """Select by part what its postings brought: to its vendor (goods, delivery, promotion), to us and to the State."""
    debit, credit = aliased(Account), aliased(Account)
    of_part = Posting.reference.like("vendor-order/%")

    def net(kinds: frozenset[AccountKind], purpose: Purpose) -> ColumnElement[int]:
        counts = Transfer.purpose == purpose
        gained = case((and_(counts, credit.kind.in_(kinds)), Transfer.amount_dong), else_=0)
        lost = case((and_(counts, debit.kind.in_(kinds)), Transfer.amount_dong), else_=0)
        return func.sum(gained - lost)

    commission, tax = frozenset({AccountKind.COMMISSION}), frozenset({AccountKind.TAX_TO_REMIT})
    part_id = cast(func.split_part(Posting.reference, "/", 2), BigInteger)
    return (
        select(
            part_id.label("part_id"),
            net(PER_VENDOR, Purpose.GOODS).label("goods"),
            net(PER_VENDOR, Purpose.DELIVERY).label("delivery"),
            net(PER_VENDOR, Purpose.PROMOTION).label("promotion"),
            net(commission, Purpose.COMMISSION).label("commission"),
            net(tax, Purpose.VAT).label("vat"),
            net(tax, Purpose.PIT).label("pit"),
        )
        .select_from(Transfer)
        .join(Posting, Posting.id == Transfer.posting_id)
        .join(debit, debit.id == Transfer.debit_account_id)
        .join(credit, credit.id == Transfer.credit_account_id)
        .where(of_part)
        .group_by(part_id)
    )
