"""Reads of carriers' notices and statements for the desk."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.gateways.files import NoSuchFile, StoredFile
from marketplace.gateways.wiring import gateways
from marketplace.ledger.chart import AccountKind
from marketplace.ledger.queries import balances_of
from orders.carriers.matching import Match, match
from orders.carriers.models import (
    NEEDS_NOBODY,
    TO_LOOK_AT,
    Answer,
    CarrierNotice,
    CarrierStatement,
    CarrierStatementRow,
    Finding,
)
from orders.carriers.statements import rows_of
from orders.models import VendorOrder
from orders.payments.models import BankNotice, NoticeOutcome
from vendors.delivery.models import Carrier

MOST_HINTS = 10


@dataclass(frozen=True)
class Preview:
    """What accepting a statement would do: how many rows agree, and those that need a person."""

    counts: Mapping[Finding, int]
    open: Sequence[Match]

    @property
    def agreeing(self) -> int:
        """Rows that are booked by themselves."""
        return sum(count for finding, count in self.counts.items() if finding in NEEDS_NOBODY)


def carrier_coded(code: str) -> Carrier:
    """Give the carrier of this code. Raises NotFound."""
    carrier = db.session.scalar(select(Carrier).where(Carrier.code == code))
    if carrier is None:
        raise NotFound
    return carrier


def statements() -> Select[CarrierStatement]:
    """Select the statements, newest first."""
    return select(CarrierStatement).options(joinedload(CarrierStatement.carrier)).order_by(CarrierStatement.id.desc())


def statement_numbered(statement_id: int) -> CarrierStatement:
    """Give a statement with its carrier. Raises NotFound."""
    found = db.session.scalar(
        statements().options(joinedload(CarrierStatement.taken_by)).where(CarrierStatement.id == statement_id)
    )
    if found is None:
        raise NotFound
    return found


def file_of(statement: CarrierStatement) -> StoredFile:
    """Give the statement as the carrier sent it. Raises NotFound when the store has lost it."""
    try:
        return gateways().files.get(statement.file_key)
    except NoSuchFile as lost:
        raise NotFound from lost


def preview_of(statement: CarrierStatement) -> Preview:
    """Say what accepting would do: a few statements, however many rows."""
    matches = match(statement.carrier_id, rows_of(statement))
    counts = Counter(each.finding for each in matches)
    return Preview(counts, [each for each in matches if each.finding not in NEEDS_NOBODY])


def counts_of(statement: CarrierStatement) -> Mapping[Finding, int]:
    """Count the rows of an accepted statement by how they were found."""
    query = select(CarrierStatementRow.finding, func.count()).where(CarrierStatementRow.statement_id == statement.id)
    rows = db.session.execute(query.group_by(CarrierStatementRow.finding))
    return {finding: count for finding, count in rows if finding is not None}


def rows(statement: CarrierStatement) -> Select[CarrierStatementRow]:
    """Select the rows of a statement with their parts: those that wait first, then those with cash set aside."""
    query = select(CarrierStatementRow).where(CarrierStatementRow.statement_id == statement.id)
    part = joinedload(CarrierStatementRow.vendor_order).joinedload(VendorOrder.order)
    return query.options(part).order_by(
        CarrierStatementRow.settled_at.is_not(None),
        CarrierStatementRow.answer.is_distinct_from(Answer.SET_ASIDE),
        CarrierStatementRow.line,
    )


def open_rows(statement_ids: Sequence[int]) -> dict[int, int]:
    """Count the rows of accepted statements that wait for an answer, by statement: one statement."""
    query = select(CarrierStatementRow.statement_id, func.count()).where(
        CarrierStatementRow.settled_at.is_(None), CarrierStatementRow.statement_id.in_(list(statement_ids))
    )
    rows = db.session.execute(query.group_by(CarrierStatementRow.statement_id))
    return {statement_id: int(count) for statement_id, count in rows}


def money_for(statement: CarrierStatement) -> Sequence[BankNotice]:
    """Money that nobody could place and that may be the carrier's: of just this sum, or with its number."""
    query = select(BankNotice).where(
        BankNotice.outcome == NoticeOutcome.UNMATCHED,
        (BankNotice.carrier_statement_id == statement.id) | (BankNotice.amount_dong == statement.owed_dong),
    )
    return db.session.scalars(query.order_by(BankNotice.id.desc()).limit(MOST_HINTS)).all()


def cash_with_carriers() -> Mapping[int | None, int]:
    """What each carrier has of ours, in đồng, by its id."""
    return balances_of(AccountKind.CARRIER_CASH)


def notices_to_look_at() -> Select[CarrierNotice]:
    """Select what carriers told that only a person can act on, newest first."""
    return (
        select(CarrierNotice)
        .where(CarrierNotice.fate.in_(TO_LOOK_AT))
        .options(
            joinedload(CarrierNotice.carrier), joinedload(CarrierNotice.vendor_order).joinedload(VendorOrder.order)
        )
        .order_by(CarrierNotice.id.desc())
    )


def waiting_count() -> int:
    """Count what waits for a person: rows to answer and notices to look at."""
    row = select(func.count()).select_from(CarrierStatementRow).join(CarrierStatementRow.statement)
    waiting = row.where(CarrierStatementRow.settled_at.is_(None), CarrierStatement.accepted_at.is_not(None))
    told = select(func.count()).select_from(CarrierNotice).where(CarrierNotice.fate.in_(TO_LOOK_AT))
    return db.session.scalar(select(waiting.scalar_subquery() + told.scalar_subquery())) or 0
