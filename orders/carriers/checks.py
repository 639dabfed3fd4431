"""Checks of carriers' cash and carriage against the books, for `flask ledger audit`.

Each takes a few statements, whatever was sold.
"""

from collections.abc import Iterator

from sqlalchemy import Case, ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.database import db
from marketplace.ledger.audit import check
from marketplace.ledger.chart import AccountKind, market
from marketplace.ledger.queries import balance, balances_of
from orders.carriers.models import Answer, CarrierStatement, CarrierStatementRow
from orders.credits.models import CreditNote
from orders.kinds import Holding, PaymentMethod, VendorOrderStatus
from orders.models import Order, VendorOrder
from orders.payments.models import BankNotice, NoticeOutcome
from orders.stages import Stage

SETTLED = (VendorOrderStatus.DELIVERED, VendorOrderStatus.COMPLETED)
IN_CASH = and_(Order.method == PaymentMethod.CASH, Order.holding != Holding.DIRECT, VendorOrder.carrier_id.is_not(None))
Row = CarrierStatementRow
BOOKED = Row.finding.is_not(None)
"""Rows of accepted statements."""


@check
def carriers_have_what_they_took_and_did_not_bring() -> Iterator[str]:
    """What each carrier has of ours: the cash of delivered parts, less its charges and what it brought.

    Cash that nobody knows of is added to what it took, missing cash that the market bears is taken off.
    """
    expected = _taken()
    for owner, dong in [*_beside(), *_brought()]:
        expected[owner] = expected.get(owner, 0) + dong
    booked = balances_of(AccountKind.CARRIER_CASH)
    for carrier_id in sorted({owner for owner in expected.keys() | booked.keys() if owner}):
        if expected.get(carrier_id, 0) != booked.get(carrier_id, 0):
            yield (
                f"carrier {carrier_id} has {booked.get(carrier_id, 0)} đồng of ours in the books, "
                f"its parts and statements add up to {expected.get(carrier_id, 0)}"
            )


@check
def carriage_is_charged_as_carriers_charge_it() -> Iterator[str]:
    """Delivery's balance is what vendors were charged, less what carriers charged and missing cash that we bear."""
    charged = case((Row.vendor_order_id.is_not(None), Row.fee_dong), else_=0)
    rows = select(_sum(charged - Row.fee_dong - _borne())).where(BOOKED)
    transfers = select(_sum(CarrierStatement.transfer_fee_dong)).where(CarrierStatement.accepted_at.is_not(None))
    expected = int(db.session.scalar(rows) or 0) - int(db.session.scalar(transfers) or 0)
    booked = balance(market(AccountKind.DELIVERY))
    if expected != booked:
        yield f"carriage adds up to {expected} đồng, the books have {booked}"


@check
def reconciled_parts_have_their_row() -> Iterator[str]:
    """A part's cash is reconciled by one row of an accepted statement, and its earning is not paid on before."""
    has_row = exists().where(Row.vendor_order_id == VendorOrder.id, Row.brings_cash)
    reconciled = VendorOrder.cash_remitted_at.is_not(None)
    unfounded = select(VendorOrder.number).where(VendorOrder.carrier_id.is_not(None), reconciled != has_row)
    for number in db.session.scalars(unfounded):
        yield f"vendor order {number} and the carrier's statement do not agree on whether its cash is reconciled"
    early = select(VendorOrder.number).join(Order, Order.id == VendorOrder.order_id)
    paid_on = and_(VendorOrder.status == VendorOrderStatus.COMPLETED, IN_CASH, ~reconciled)
    for number in db.session.scalars(early.where(paid_on)):
        yield f"vendor order {number} is paid on before its carrier brought the cash"


@check
def statements_are_the_sum_of_their_rows() -> Iterator[str]:
    """The rows of a statement add up to it, and what it brought is the sum of its notices."""
    sums = select(Row.statement_id, func.sum(Row.collected_dong), func.sum(Row.fee_dong)).group_by(Row.statement_id)
    rows = sums.subquery()
    came = _notices().group_by(BankNotice.carrier_statement_id).subquery()
    wrong = (
        select(CarrierStatement.reference)
        .outerjoin(rows, rows.c[0] == CarrierStatement.id)
        .outerjoin(came, came.c[0] == CarrierStatement.id)
        .where(
            or_(
                rows.c[1].is_distinct_from(CarrierStatement.collected_dong),
                rows.c[2].is_distinct_from(CarrierStatement.fees_dong),
                func.coalesce(came.c[1], 0) != CarrierStatement.remitted_dong,
            )
        )
    )
    for reference in db.session.scalars(wrong):
        yield f"carrier statement {reference} is not the sum of its rows, or of the money that came for it"


def _taken() -> dict[int | None, int]:
    """By carrier, what was left of its delivered cash parts when they were delivered."""
    before = (Stage.UNPAID, Stage.HELD)
    promotion = CreditNote.promotion_goods_dong + CreditNote.promotion_delivery_dong
    paid_dong = CreditNote.goods_dong + CreditNote.delivery_dong - promotion
    off = select(CreditNote.vendor_order_id, func.sum(paid_dong))
    notes = off.where(CreditNote.stage.in_(before)).group_by(CreditNote.vendor_order_id).subquery()
    query = (
        select(VendorOrder.carrier_id, func.sum(VendorOrder.total_dong - func.coalesce(notes.c[1], 0)))
        .join(Order, Order.id == VendorOrder.order_id)
        .outerjoin(notes, notes.c[0] == VendorOrder.id)
        .where(VendorOrder.status.in_(SETTLED), IN_CASH)
        .group_by(VendorOrder.carrier_id)
    )
    return {carrier_id: int(dong) for carrier_id, dong in db.session.execute(query)}


def _beside() -> Iterator[tuple[int, int]]:
    """By carrier, what statements changed: cash set aside, fees, missing cash that we bear, fees of transfers."""
    rows = (
        select(CarrierStatement.carrier_id, func.sum(Row.apart_dong - Row.fee_dong - _borne()))
        .join(Row, Row.statement_id == CarrierStatement.id)
        .where(BOOKED)
        .group_by(CarrierStatement.carrier_id)
    )
    transfers = (
        select(CarrierStatement.carrier_id, -func.sum(CarrierStatement.transfer_fee_dong))
        .where(CarrierStatement.accepted_at.is_not(None))
        .group_by(CarrierStatement.carrier_id)
    )
    for query in (rows, transfers):
        for carrier_id, dong in db.session.execute(query):
            yield carrier_id, int(dong)


def _brought() -> Iterator[tuple[int, int]]:
    """By carrier, what came to the bank, below zero."""
    notices = _notices().group_by(BankNotice.carrier_statement_id).subquery()
    query = select(CarrierStatement.carrier_id, notices.c[1]).join(notices, notices.c[0] == CarrierStatement.id)
    for carrier_id, dong in db.session.execute(query):
        yield carrier_id, -int(dong)


def _notices() -> Select[int | None, int]:
    query = select(BankNotice.carrier_statement_id, func.sum(BankNotice.amount_dong))
    return query.where(BankNotice.outcome == NoticeOutcome.SETTLEMENT, BankNotice.carrier_statement_id.is_not(None))


def _borne() -> Case[int | None]:
    return case((Row.answer == Answer.BORNE, Row.expected_dong - Row.collected_dong), else_=0)


def _sum(amount: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(amount), 0)
