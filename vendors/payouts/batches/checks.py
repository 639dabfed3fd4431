"""Checks of files for the bank, of its statements and of runs, for `flask ledger audit`."""

from collections.abc import Iterator

from sqlalchemy import func, select

from marketplace.database import db
from marketplace.ledger.audit import check
from vendors.payouts.bank_statements.models import BankStatementRow, RowOutcome
from vendors.payouts.batches.models import PayoutBatch, PayoutBatchLine
from vendors.payouts.models import GIVEN_BACK, Payout, PayoutStatus, PayoutWay
from vendors.payouts.runs.models import PayoutRun, PayoutRunVendor, RunOutcome

SAYS = {
    RowOutcome.CONFIRMED: (PayoutStatus.CONFIRMED, *GIVEN_BACK),
    RowOutcome.REFUSED: GIVEN_BACK,
    RowOutcome.RETURNED: GIVEN_BACK,
}
"""How a payout may stand of which a row of a statement says so."""


@check
def files_add_up() -> Iterator[str]:
    """A file holds as many payouts and đồng as it says, each of its payout's amount."""
    lines = (
        select(
            PayoutBatchLine.batch_id, func.count().label("payouts"), func.sum(PayoutBatchLine.amount_dong).label("dong")
        )
        .group_by(PayoutBatchLine.batch_id)
        .subquery()
    )
    wrong = (
        select(PayoutBatch.id)
        .outerjoin(lines, lines.c.batch_id == PayoutBatch.id)
        .where(
            lines.c.payouts.is_distinct_from(PayoutBatch.payouts)
            | lines.c.dong.is_distinct_from(PayoutBatch.amount_dong)
        )
    )
    for batch_id in db.session.scalars(wrong):
        yield f"payout batch {batch_id} does not add up"
    other = (
        select(Payout.reference)
        .join(PayoutBatchLine, PayoutBatchLine.payout_id == Payout.id)
        .where(PayoutBatchLine.amount_dong != Payout.amount_dong)
    )
    for reference in db.session.scalars(other):
        yield f"payout {reference} stands in a file with another amount"


@check
def what_is_being_sent_by_file_stands_in_one() -> Iterator[str]:
    """A payout that leaves by file stands in one from the moment on in which it may be sent; one by service in none."""
    stands = select(PayoutBatchLine.id).where(
        PayoutBatchLine.payout_id == Payout.id, PayoutBatchLine.released_at.is_(None)
    )
    missing = select(Payout.reference).where(
        Payout.way == PayoutWay.BATCH, Payout.status == PayoutStatus.SENDING, ~stands.exists()
    )
    for reference in db.session.scalars(missing):
        yield f"payout {reference} is being sent by file and stands in none"
    for reference in db.session.scalars(
        select(Payout.reference).where(Payout.way == PayoutWay.PROVIDER, stands.exists())
    ):
        yield f"payout {reference} is sent by the service and stands in a file too"


@check
def rows_of_statements_fit_their_payouts() -> Iterator[str]:
    """A row of a statement that a payout was matched with is of its amount and says what became of it."""
    rows = select(BankStatementRow.id, BankStatementRow.outcome, Payout.reference, Payout.status).join(
        BankStatementRow.payout
    )
    wrong = BankStatementRow.amount_dong != Payout.amount_dong
    for outcome, states in SAYS.items():
        wrong |= (BankStatementRow.outcome == outcome) & Payout.status.not_in(states)
    for row_id, outcome, reference, status in db.session.execute(rows.where(wrong)):
        yield f"statement row {row_id} says {outcome} of payout {reference}, which is {status}"


@check
def runs_count_their_vendors() -> Iterator[str]:
    """A run has seen to as many vendors as it counted."""
    seen = func.count().filter(PayoutRunVendor.outcome != RunOutcome.WAITING)
    counted = select(PayoutRunVendor.run_id, func.count().label("all"), seen.label("seen")).group_by(
        PayoutRunVendor.run_id
    )
    vendors = counted.subquery()
    wrong = (
        select(PayoutRun.id)
        .join(vendors, vendors.c.run_id == PayoutRun.id)
        .where((vendors.c.all != PayoutRun.wanted) | (vendors.c.seen != PayoutRun.done + PayoutRun.failed))
    )
    for run_id in db.session.scalars(wrong):
        yield f"payout run {run_id} has counted wrongly"
