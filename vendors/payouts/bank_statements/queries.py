"""Statements of the bank and their rows, for the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from vendors.payouts.bank_statements.matching import in_order, known_rows, payouts_spoken_of
from vendors.payouts.bank_statements.models import BankStatement, BankStatementRow, Direction, RowOutcome
from vendors.payouts.bank_statements.operations import reading_of
from vendors.payouts.bank_statements.reading import Movement, RowProblem, identities
from vendors.payouts.models import Payout, PayoutStatus

MOST_SHOWN = 200
MAY_HAVE_LEFT = (PayoutStatus.SENDING, PayoutStatus.SENT)
MAY_HAVE_COME_BACK = (PayoutStatus.SENT, PayoutStatus.CONFIRMED)


@dataclass(frozen=True)
class Looked:
    """A row before it is applied: what would become of it; `is_known` when another file brought it before."""

    movement: Movement
    outcome: RowOutcome
    payout: Payout | None
    is_known: bool


@dataclass(frozen=True)
class Preview:
    """What applying a statement would do."""

    rows: list[Looked]
    problems: list[RowProblem]

    def count(self, outcome: RowOutcome) -> int:
        """How many new rows would turn out so."""
        return sum(each.outcome is outcome and not each.is_known for each in self.rows)

    @property
    def known(self) -> int:
        """How many rows were brought before."""
        return sum(each.is_known for each in self.rows)


@dataclass(frozen=True)
class Question:
    """A row that waits for a person, with the payouts that it may mean."""

    row: BankStatementRow
    hints: list[Payout]


def statements() -> Select[BankStatement]:
    """Select the statements, newest first."""
    return select(BankStatement).options(joinedload(BankStatement.uploaded_by)).order_by(BankStatement.id.desc())


def statement_numbered(statement_id: int) -> BankStatement:
    """Give a statement. Raises NotFound."""
    statement = db.session.scalar(statements().where(BankStatement.id == statement_id))
    if statement is None:
        raise NotFound
    return statement


def preview_of(statement: BankStatement) -> Preview:
    """Say what applying the statement would do; nothing is written. Three statements."""
    reading = reading_of(statement)
    names = dict(zip(map(id, reading.movements), identities(reading.movements), strict=True))
    known, payouts = known_rows(names.values()), payouts_spoken_of(reading.movements)
    rows = []
    for movement in in_order(reading.movements):
        is_known = names[id(movement)] in known
        outcome, payout = (RowOutcome.NOT_OURS, None) if is_known else payouts.verdict(movement)
        rows.append(Looked(movement, outcome, payout, is_known))
    return Preview(sorted(rows, key=lambda each: each.movement.position), reading.problems)


def rows_of(statement: BankStatement) -> Sequence[BankStatementRow]:
    """List the rows that the statement brought, with their payouts."""
    query = select(BankStatementRow).where(BankStatementRow.statement_id == statement.id)
    loaded = query.options(joinedload(BankStatementRow.payout)).order_by(BankStatementRow.position)
    return db.session.scalars(loaded.limit(MOST_SHOWN)).all()


def row_numbered(row_id: int) -> BankStatementRow:
    """Give a row with its statement. Raises NotFound."""
    query = select(BankStatementRow).where(BankStatementRow.id == row_id)
    row = db.session.scalar(query.options(joinedload(BankStatementRow.statement)))
    if row is None:
        raise NotFound
    return row


def questions(limit: int = 50) -> list[Question]:
    """List the rows that wait for a person, oldest first, each with payouts of its amount: two statements."""
    waiting = select(BankStatementRow).where(BankStatementRow.outcome == RowOutcome.WAITING)
    rows = db.session.scalars(
        waiting.order_by(BankStatementRow.statement_id, BankStatementRow.position).limit(limit)
    ).all()
    states = {*MAY_HAVE_LEFT, *MAY_HAVE_COME_BACK}
    fitting = select(Payout).where(Payout.amount_dong.in_({row.amount_dong for row in rows}), Payout.status.in_(states))
    payouts = db.session.scalars(
        fitting.options(joinedload(Payout.vendor)).order_by(Payout.id.desc()).limit(limit)
    ).all()
    return [Question(row, [payout for payout in payouts if _fits(row, payout)]) for row in rows]


def questions_count() -> int:
    """Count the rows that wait for a person."""
    waiting = select(func.count(BankStatementRow.id)).where(BankStatementRow.outcome == RowOutcome.WAITING)
    return db.session.scalar(waiting) or 0


def _fits(row: BankStatementRow, payout: Payout) -> bool:
    states = MAY_HAVE_COME_BACK if row.direction is Direction.IN else MAY_HAVE_LEFT
    return payout.amount_dong == row.amount_dong and payout.status in states
