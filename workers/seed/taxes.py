"""The tax of the demo's past: each month declared, filed and paid on its day."""

from datetime import date
from typing import Final

from marketplace import clock
from marketplace.documents.making import make_files
from orders.declarations import operations
from orders.declarations.models import next_month
from orders.declarations.queries import months_waiting
from workers.seed.moments import moment
from workers.seed.trade import Trade

FILED_ON: Final = 12
"""The day of the next month on which the demo's accountant works, in time for the 20th."""


def declare(trade: Trade) -> None:
    """Declare every month of the past whose day has come; the last one may be left to do."""
    with clock.at(trade.now):
        waiting = [month.first for month in months_waiting()]
    for month in sorted(waiting):
        done_at = moment(next_month(month).replace(day=FILED_ON), 10)
        if done_at <= trade.now:
            with clock.at(done_at):
                _settle(month, trade)


def _settle(month: date, trade: Trade) -> None:
    declaration = operations.prepare(month, by=trade.administrator)
    operations.file(declaration, by=trade.administrator)
    if declaration.due_dong:
        operations.pay(declaration, treasury_reference=f"NSNN {month:%Y%m}-01", by=trade.administrator)
    if declaration.document_id:
        make_files(declaration.document_id)
