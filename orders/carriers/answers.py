"""A person's answer to a row of an accepted statement that does not agree with our books: one click each.

Each verb locks the statement, then the order, looks again, and books the row once. `by` is the person who acts.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed, NotFound
from marketplace.ledger.chart import of_carrier
from marketplace.ledger.operations import post
from marketplace.ledger.queries import balance
from orders.carriers import bookings
from orders.carriers.matching import Match, match
from orders.carriers.models import NEEDS_NOBODY, Answer, CarrierStatement, CarrierStatementRow, Finding
from orders.carriers.statements import lock_statement, words_of
from orders.fulfilment import operations
from orders.locking import lock_order
from orders.models import VendorOrder
from orders.settlement import Entry
from vendors.delivery.models import Carrier

OFFERED: dict[Finding, tuple[Answer, ...]] = {
    Finding.LESS: (Answer.CLAIMED, Answer.BORNE),
    Finding.MORE: (Answer.SET_ASIDE,),
    Finding.UNKNOWN: (Answer.SET_ASIDE,),
    Finding.UNDELIVERED: (Answer.SET_ASIDE,),
    Finding.TWICE: (Answer.SET_ASIDE,),
}
"""What may be answered to each finding."""


class NotOffered(MoveNotAllowed):
    """The row was answered by somebody else, or agrees by now."""

    sentence = _l("Dòng này đã được xử lý, hoặc nay đã khớp. Hãy tải lại trang.")


class NoSuchParcel(Invalid):
    """No part that this carrier brings has this number, or its cash is reconciled."""

    sentence = _l("Hãng này không giao phần đơn nào mang mã đó.")


class CarrierHasLess(MoveNotAllowed):
    """The carrier has not so much of ours that it could keep this."""

    sentence = _l("Hãng đang giữ của chợ ít hơn số này. Hãy chờ kỳ thu hộ sau.")


@dataclass(frozen=True)
class _Open:
    """A row that waits, with all that is locked for it."""

    statement: CarrierStatement
    carrier: Carrier
    match: Match

    @property
    def row(self) -> CarrierStatementRow:
        """The row."""
        return self.match.row

    @property
    def part(self) -> VendorOrder | None:
        """Whose parcel it is, if that is known."""
        return self.match.known.part if self.match.known else None


def answer(row_id: int, answered: Answer, *, by: User) -> None:
    """Decide about a row. Raises NotOffered for what was decided before, or does not fit what is found now."""
    waiting = _lock(row_id)
    if waiting.match.finding is not waiting.row.finding or answered not in OFFERED.get(waiting.match.finding, ()):
        raise NotOffered
    waiting.row.answer = answered
    if answered is Answer.BORNE:
        words = words_of(waiting.row, waiting.carrier, waiting.part)
        _book(bookings.borne(waiting.row, carrier_id=waiting.carrier.id, words=words))
    _settle(waiting)
    audit.record(
        "carrier row answered", waiting.statement, by=by, number=waiting.row.tracking_code, answer=answered.value
    )


def deliver(row_id: int, *, by: User) -> None:
    """Note that the buyer has the parcel whose cash the carrier brings, and book the row if it agrees now.

    Raises NotOffered for a row of another kind, MoveNotAllowed for a part that is not on its way.
    """
    waiting = _lock(row_id)
    if waiting.match.finding is not Finding.UNDELIVERED or waiting.part is None:
        raise NotOffered
    operations.deliver(waiting.part, by=by)
    db.session.flush()
    look_again(row_id)
    audit.record("carrier row answered", waiting.statement, by=by, number=waiting.match.row.tracking_code)


def name_part(row_id: int, number: str, *, by: User) -> None:
    """Say whose parcel an unknown code is: its part takes the code, and the row is looked at again.

    Raises NotOffered for a row of another kind, NoSuchParcel for a number that this carrier brings nothing for.
    """
    waiting = _lock(row_id)
    if waiting.match.finding is not Finding.UNKNOWN:
        raise NotOffered
    part = db.session.scalar(
        select(VendorOrder).where(
            VendorOrder.number == number.strip().upper(),
            VendorOrder.carrier_id == waiting.carrier.id,
            VendorOrder.cash_remitted_at.is_(None),
        )
    )
    if part is None:
        raise NoSuchParcel(field="number")
    lock_order(part.order_id)
    part.tracking_code = waiting.match.row.tracking_code
    db.session.flush()
    look_again(row_id)
    audit.record("carrier row answered", waiting.statement, by=by, number=part.number)


def look_again(row_id: int) -> None:
    """Find anew how a row that waits agrees with our books, and settle it if it does now."""
    waiting = _lock(row_id)
    row, found, was_apart = waiting.row, waiting.match, waiting.row.apart_dong
    if found.finding is row.finding:
        return
    newly_known = waiting.part.vendor_id if waiting.part and row.vendor_order_id is None else None
    row.vendor_order_id = waiting.part.id if waiting.part else None
    row.finding, row.expected_dong, row.apart_dong = found.finding, found.expected_dong, found.apart_dong
    _book(
        bookings.row_changed(
            row,
            carrier_id=waiting.carrier.id,
            was_apart_dong=was_apart,
            newly_known_vendor_id=newly_known,
            words=words_of(row, waiting.carrier, waiting.part),
        )
    )
    if found.finding in NEEDS_NOBODY:
        _settle(waiting)


def look_again_at(vendor_order_id: int) -> None:
    """A part was delivered: rows of statements that waited for that may agree now."""
    waiting = select(CarrierStatementRow.id).where(
        CarrierStatementRow.vendor_order_id == vendor_order_id,
        CarrierStatementRow.settled_at.is_(None),
        CarrierStatementRow.finding.is_not(None),
    )
    for row_id in db.session.scalars(waiting.order_by(CarrierStatementRow.id)).all():
        look_again(row_id)


def give_up(row_id: int, *, by: User) -> None:
    """What was set aside was the carrier's own: it keeps as much of other cash.

    Raises NotOffered for a row of another kind, CarrierHasLess while the carrier has not so much of ours.
    """
    row = row_numbered(row_id)
    statement = lock_statement(row.statement_id)
    db.session.refresh(row)
    if row.answer is not Answer.SET_ASIDE:
        raise NotOffered
    if balance(of_carrier(statement.carrier_id)) < row.apart_dong:
        raise CarrierHasLess
    _book(bookings.given_up(row, carrier_id=statement.carrier_id))
    row.answer, row.apart_dong = Answer.GIVEN_UP, 0
    audit.record("carrier row answered", statement, by=by, number=row.tracking_code, answer=Answer.GIVEN_UP.value)


def _lock(row_id: int) -> _Open:
    row = row_numbered(row_id)
    statement = lock_statement(row.statement_id)
    db.session.refresh(row)
    if statement.accepted_at is None or row.settled_at is not None:
        raise NotOffered
    [found] = match(statement.carrier_id, [row])
    if found.known:
        lock_order(found.known.part.order_id)
        [found] = match(statement.carrier_id, [row])
    return _Open(statement, db.session.get_one(Carrier, statement.carrier_id), found)


def _settle(waiting: _Open) -> None:
    row = waiting.row
    row.brings_cash, row.settled_at = waiting.match.brings_cash, clock.now()
    if waiting.part and row.brings_cash:
        waiting.part.cash_remitted_at = row.settled_at
    db.session.flush()


def _book(entry: Entry) -> None:
    if entry.moves:
        post(entry.reference, entry.moves, words=entry.words)


def row_numbered(row_id: int) -> CarrierStatementRow:
    """Give a row of a statement. Raises NotFound."""
    row = db.session.get(CarrierStatementRow, row_id)
    if row is None:
        raise NotFound
    return row
