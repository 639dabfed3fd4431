"""Cash that a carrier brings to our bank: known by the number of its statement, or placed by a person.

Until the statement is accepted the money waits as unmatched, because our books know of its fees only then.
"""

import re

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import MoveNotAllowed
from marketplace.ledger.chart import of_carrier
from marketplace.ledger.operations import post
from orders import settlement
from orders.carriers.models import CarrierStatement
from orders.payments.models import BankNotice, NoticeOutcome

SHORTEST_REFERENCE = 6
"""Shorter numbers of statements could stand in any memo; such money is placed by a person."""


class NotThisMoney(MoveNotAllowed):
    """The statement is not accepted, or the money is more than the carrier has still to bring for it."""

    sentence = _l("Chưa ghép được: bảng kê chưa ghi sổ, hoặc khoản tiền nhiều hơn số hãng còn phải chuyển.")


def take(notice_id: int, content: str) -> bool:
    """Give a new notice's money to the statement whose number it carries; False when it carries none.

    Only the very sum that the carrier owes for an accepted statement is booked; any other waits for a person.
    """
    statement_id = _named(content)
    if statement_id is None:
        return False
    statement = _lock_statement(statement_id)
    notice = _lock(notice_id, NoticeOutcome.NEW)
    if notice is None:
        return True
    notice.carrier_statement_id = statement.id
    if _fits(notice, statement) and notice.amount_dong == statement.owed_dong:
        _bring(notice, statement, settlement.money_came(notice, into=of_carrier(statement.carrier_id)))
    else:
        entry = settlement.money_came(notice, into=settlement.UNMATCHED)
        post(entry.reference, entry.moves, words=entry.words)
        notice.outcome = NoticeOutcome.UNMATCHED
    return True


def take_waiting(statement: CarrierStatement) -> None:
    """Give a (locked) statement that is accepted now the money that came for it before."""
    bare = func.regexp_replace(func.upper(BankNotice.content), "[^A-Z0-9]", "", "g")
    carries = BankNotice.carrier_statement_id.is_(None) & (func.strpos(bare, statement.reference) > 0)
    is_told = BankNotice.carrier_statement_id == statement.id
    if len(statement.reference) >= SHORTEST_REFERENCE:
        is_told |= carries
    waiting = select(BankNotice.id).where(BankNotice.outcome == NoticeOutcome.UNMATCHED, is_told)
    for notice_id in db.session.scalars(waiting.order_by(BankNotice.id)).all():
        notice = _lock(notice_id, NoticeOutcome.UNMATCHED)
        if notice and _fits(notice, statement) and notice.amount_dong == statement.owed_dong:
            notice.carrier_statement_id = statement.id
            _bring(notice, statement, settlement.money_placed(notice, into=of_carrier(statement.carrier_id)))


def place(notice_id: int, statement_id: int, *, by: User) -> None:
    """Give money that nobody could place to the statement that a person names. Raises NotThisMoney."""
    statement = _lock_statement(statement_id)
    notice = _lock(notice_id, NoticeOutcome.UNMATCHED)
    if notice is None or not _fits(notice, statement):
        raise NotThisMoney
    notice.carrier_statement_id = statement.id
    _bring(notice, statement, settlement.money_placed(notice, into=of_carrier(statement.carrier_id)))
    audit.record("money placed", notice, by=by, number=statement.reference, amount_dong=notice.amount_dong)


def _bring(notice: BankNotice, statement: CarrierStatement, entry: settlement.Entry) -> None:
    post(entry.reference, entry.moves, words=entry.words)
    notice.outcome, notice.settled_at = NoticeOutcome.SETTLEMENT, clock.now()
    statement.remitted_dong += notice.amount_dong
    db.session.flush()


def _fits(notice: BankNotice, statement: CarrierStatement) -> bool:
    """Whether the carrier still owes as much."""
    return statement.accepted_at is not None and notice.amount_dong <= statement.owed_dong


def _named(content: str) -> int | None:
    """The one statement that is not paid yet and whose number stands in these words."""
    run_together = re.sub(r"[^A-Z0-9]", "", content.upper())
    query = select(CarrierStatement.id).where(
        CarrierStatement.remitted_dong < CarrierStatement.net_dong,
        func.length(CarrierStatement.reference) >= SHORTEST_REFERENCE,
        func.strpos(run_together, CarrierStatement.reference) > 0,
    )
    found = list(db.session.scalars(query.limit(2)))
    return found[0] if len(found) == 1 else None


def _lock_statement(statement_id: int) -> CarrierStatement:
    query = select(CarrierStatement).where(CarrierStatement.id == statement_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _lock(notice_id: int, outcome: NoticeOutcome) -> BankNotice | None:
    query = select(BankNotice).where(BankNotice.id == notice_id, BankNotice.outcome == outcome)
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
