"""When a vendor is paid next, and about how much: what is payable, and what will be by then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vendors.payouts.models import Cadence
from vendors.payouts.queries import Coming, Standing
from vendors.payouts.schedule import coming_days, moment_of_run
from vendors.payouts.terms import Terms


@dataclass(frozen=True)
class Outlook:
    """The next payout as far as can be seen; no day where too little comes, or the vendor asks for it itself."""

    day: date | None
    amount_dong: int


def next_payout(
    terms: Terms, standing: Standing, coming: Sequence[Coming], *, now: datetime, not_before: datetime | None = None
) -> Outlook:
    """Give the first day of the schedule on which what is payable then, less the debt, reaches the minimum.

    `not_before` is when a new account has cooled. Amounts in đồng.
    """
    if terms.cadence is Cadence.ON_REQUEST:
        return Outlook(None, max(standing.payable - standing.debt, 0))
    for day in coming_days(terms.cadence, terms.weekday, after=max(now, not_before or now)):
        amount = _payable_by(day, standing, coming)
        if amount >= terms.minimum_dong:
            return Outlook(day, amount)
    return Outlook(None, max(standing.payable - standing.debt, 0))


def _payable_by(day: date, standing: Standing, coming: Sequence[Coming]) -> int:
    run = moment_of_run(day)
    return standing.payable - standing.debt + sum(each.amount_dong for each in coming if each.on <= run)
