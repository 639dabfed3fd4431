"""Statements of the cash that carriers took: taken in once, looked at, accepted once, and answered row by row.

Nothing is booked before a person accepts the statement. Then all its rows are, in one step: fees, and cash that our
books do not know of is set aside. Rows that agree are settled with it, each other waits for one answer. Amounts are
whole đồng; `by` is the person who acts.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.gateways.carriers.statements import CashStatement, read_statement
from marketplace.gateways.files import CONTENT_TYPES, content_key
from marketplace.gateways.wiring import gateways
from marketplace.ledger.bulk import post_all
from orders.carriers import bookings
from orders.carriers.matching import Match, match
from orders.carriers.models import NEEDS_NOBODY, CarrierStatement, CarrierStatementRow, Finding
from orders.models import Order, VendorOrder
from orders.payments.remittances import take_waiting
from orders.settlement import Entry
from vendors.delivery.models import Carrier

FOLDER = "private/carrier-statements"


class KnownStatement(Invalid):
    """This file was taken in before."""

    sentence = _l("Bảng kê này đã được tải lên. Xem lại ở danh sách, đừng tải hai lần.")


class OtherStatement(Invalid):
    """Another file with the same number was taken in before."""

    sentence = _l("Đã có một bảng kê khác mang mã này. Hãy bỏ bản cũ nếu hãng gửi bản sửa.")


class AlreadyAccepted(MoveNotAllowed):
    """The statement is in the books."""

    sentence = _l("Bảng kê này đã được ghi sổ.")


def take(carrier: Carrier, raw: bytes, *, by: User | None) -> CarrierStatement:
    """Take a statement in, raw and once; two who send the same file at once make one.

    Raises UnreadableTable for a file that is none, KnownStatement for one that is known, OtherStatement for another
    file with a known number.
    """
    read = read_statement(raw)
    sha256 = hashlib.sha256(raw).hexdigest()
    statement_id = _store(carrier, read, by=by, sha256=sha256, file_key=_kept(raw))
    if statement_id is None:
        known = select(CarrierStatement.id).where(
            CarrierStatement.carrier_id == carrier.id, CarrierStatement.sha256 == sha256
        )
        raise (OtherStatement if db.session.scalar(known) is None else KnownStatement)(field="file")
    rows = [
        {
            "statement_id": statement_id,
            "line": line.line,
            "tracking_code": line.tracking_code,
            "collected_dong": line.collected_dong,
            "fee_dong": line.fee_dong,
            "apart_dong": 0,
            "brings_cash": False,
        }
        for line in read.lines
    ]
    db.session.execute(insert(CarrierStatementRow), rows)
    statement = db.session.get_one(CarrierStatement, statement_id)
    audit.record("carrier statement taken", statement, by=by, number=read.reference)
    return statement


def discard(statement_id: int, *, by: User) -> None:
    """Forget a statement that is not accepted (a wrong file). Raises AlreadyAccepted."""
    statement = lock_open(statement_id)
    audit.record("carrier statement discarded", statement, by=by, number=statement.reference)
    for row in rows_of(statement):
        db.session.delete(row)
    db.session.flush()
    db.session.delete(statement)


def accept(statement_id: int, *, by: User) -> None:
    """Book the whole statement in one step; rows that do not agree wait for answers. Raises AlreadyAccepted.

    The number of statements to the database does not depend on that of the rows.
    """
    statement = lock_open(statement_id)
    carrier = db.session.get_one(Carrier, statement.carrier_id)
    rows = rows_of(statement)
    _lock_orders([each.known.part.order_id for each in match(carrier.id, rows) if each.known])
    matches = match(carrier.id, rows)
    _write(matches)
    statement.accepted_at, statement.accepted_by_id = clock.now(), by.id
    entries = [_entry_of(each, carrier) for each in matches]
    post_all([bookings.transfer_fee(statement, name=carrier.name), *entries])
    audit.record("carrier statement accepted", statement, by=by, number=statement.reference)
    db.session.flush()
    take_waiting(statement)


def rows_of(statement: CarrierStatement) -> Sequence[CarrierStatementRow]:
    """The statement's rows, in their order."""
    query = select(CarrierStatementRow).where(CarrierStatementRow.statement_id == statement.id)
    return db.session.scalars(query.order_by(CarrierStatementRow.line)).all()


def words_of(row: CarrierStatementRow, carrier: Carrier, part: VendorOrder | None) -> str:
    """What people read of a row in the books."""
    about = f"Phí vận chuyển đơn {part.number}" if part else f"Vận đơn {row.tracking_code}"
    return f"{about} ({carrier.name})"


def lock_statement(statement_id: int) -> CarrierStatement:
    """Lock a statement until the transaction ends: before the orders of its rows (docs/locking.md)."""
    query = select(CarrierStatement).where(CarrierStatement.id == statement_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def lock_open(statement_id: int) -> CarrierStatement:
    """Lock a statement that is not accepted. Raises AlreadyAccepted."""
    statement = lock_statement(statement_id)
    if statement.accepted_at is not None:
        raise AlreadyAccepted
    return statement


def _kept(raw: bytes) -> str:
    """Keep the file as it came; give its key."""
    ending = {b"P": ".xlsx", b"{": ".json"}.get(raw[:1], ".csv")
    key = content_key(FOLDER, raw, ending)
    gateways().files.put(key, raw, CONTENT_TYPES[ending])
    return key


def _store(carrier: Carrier, read: CashStatement, *, by: User | None, sha256: str, file_key: str) -> int | None:
    return db.session.scalar(
        insert(CarrierStatement)
        .values(
            carrier_id=carrier.id,
            reference=read.reference,
            sha256=sha256,
            file_key=file_key,
            begins_on=read.begins_on,
            ends_on=read.ends_on,
            collected_dong=read.collected_dong,
            fees_dong=read.fees_dong,
            transfer_fee_dong=read.transfer_fee_dong,
            net_dong=read.net_dong,
            taken_at=clock.now(),
            taken_by_id=by.id if by else None,
        )
        .on_conflict_do_nothing()
        .returning(CarrierStatement.id)
    )


def _lock_orders(order_ids: Sequence[int]) -> None:
    """All in one statement, in the order of their ids, so that nobody waits in a circle."""
    query = select(Order.id).where(Order.id.in_(sorted(set(order_ids)))).order_by(Order.id).with_for_update()
    db.session.execute(query).all()


def _write(matches: Sequence[Match]) -> None:
    """Write down how each row agrees, and that the cash of these parts is reconciled: two statements."""
    now = clock.now()
    rows = [_found(each, settled_at=now if each.finding in NEEDS_NOBODY else None) for each in matches]
    db.session.execute(update(CarrierStatementRow), rows)
    brought = [each.known.part.id for each in matches if each.known and each.finding is Finding.EXACT]
    db.session.execute(update(VendorOrder).where(VendorOrder.id.in_(brought)).values(cash_remitted_at=now))


def _found(each: Match, *, settled_at: datetime | None) -> dict[str, object]:
    return {
        "id": each.row.id,
        "vendor_order_id": each.known.part.id if each.known else None,
        "expected_dong": each.expected_dong,
        "finding": each.finding,
        "apart_dong": each.apart_dong,
        "brings_cash": each.brings_cash and settled_at is not None,
        "settled_at": settled_at,
    }


def _entry_of(each: Match, carrier: Carrier) -> Entry:
    part = each.known.part if each.known else None
    return bookings.row_accepted(
        each.row,
        carrier_id=carrier.id,
        vendor_id=part.vendor_id if part else None,
        words=words_of(each.row, carrier, part),
    )
