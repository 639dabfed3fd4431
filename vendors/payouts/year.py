"""A vendor's year in twelve months: what it earned through the market, what was paid out, and the year before."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace import clock
from marketplace.clock import VIETNAM
from marketplace.database import db
from marketplace.ledger.chart import AccountKind
from marketplace.ledger.models import Account, Posting, Transfer
from marketplace.months import Month
from marketplace.web.charts import Column
from vendors.models import Vendor
from vendors.payouts.models import Payout, PayoutStatus
from vendors.payouts.statements import RELEASED

MONTHS = 12


def year_of(vendor: Vendor) -> list[Column]:
    """Give the last twelve months, this one included: two statements.

    Earned is what deliveries brought after commission and tax, less what went back within the hold.
    """
    last = Month.of(clock.today())
    months = [last.earlier(back) for back in reversed(range(MONTHS))]
    earned, paid = _earned(vendor, months[0].earlier(MONTHS)), _paid(vendor, months[0])
    return [
        Column(
            short=str(month.month),
            name=f"{month.month:02d}/{month.year}",
            amounts=(earned.get(month, 0), paid.get(month, 0)),
            before=earned.get(month.earlier(MONTHS), 0),
        )
        for month in months
    ]


def _earned(vendor: Vendor, since: Month) -> dict[Month, int]:
    signed = case((Transfer.credit_account_id == Account.id, Transfer.amount_dong), else_=-Transfer.amount_dong)
    month = _month(Posting.posted_at)
    query = (
        select(month, func.sum(signed))
        .select_from(Account)
        .join(Transfer, (Transfer.credit_account_id == Account.id) | (Transfer.debit_account_id == Account.id))
        .join(Transfer.posting)
        .where(Account.kind == AccountKind.VENDOR_PENDING, Account.owner_id == vendor.id)
        .where(Posting.posted_at >= since.begins, ~Posting.reference.endswith(RELEASED))
        .group_by(month)
    )
    return _by_month(db.session.execute(query))


def _paid(vendor: Vendor, since: Month) -> dict[Month, int]:
    month = _month(Payout.confirmed_at)
    query = select(month, func.sum(Payout.amount_dong)).where(
        Payout.vendor_id == vendor.id, Payout.status == PayoutStatus.CONFIRMED, Payout.confirmed_at >= since.begins
    )
    return _by_month(db.session.execute(query.group_by(month)))


def _month(moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]) -> ColumnElement[str]:
    return func.to_char(func.timezone(VIETNAM.key, moment), "YYYY-MM")


def _by_month(rows: Iterable[tuple[str, int]]) -> dict[Month, int]:
    return {Month.read(written): int(dong) for written, dong in rows}
