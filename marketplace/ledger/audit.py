"""Checks that hold for every ledger, whatever was posted."""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import func, select

from marketplace.database import db
from marketplace.ledger.chart import DEBIT_SIDE, NEVER_NEGATIVE
from marketplace.ledger.models import Posting, Transfer
from marketplace.ledger.queries import all_balances

Check = Callable[[], Iterator[str]]
checks: list[Check] = []
"""Every check that `findings` runs; rooms to the right add theirs (see `check`)."""


def check(function: Check) -> Check:
    """Add a check to the audit: it yields a sentence for each thing that is wrong."""
    checks.append(function)
    return function


def findings() -> list[str]:
    """Run every check; an empty list means that the books are right."""
    return [words for found in results(checks).values() for words in found]


def results(which: Sequence[Check]) -> dict[str, list[str]]:
    """Run these checks; give what each found under its name."""
    return {function.__name__: list(function()) for function in which}


@check
def sides_are_equal() -> Iterator[str]:
    """The balances on the debit side and on the credit side are the same sum."""
    balances = all_balances()
    debits = sum(amount for name, amount in balances.items() if name.kind in DEBIT_SIDE)
    credits_ = sum(amount for name, amount in balances.items() if name.kind not in DEBIT_SIDE)
    if debits != credits_:
        yield f"the debit side holds {debits} đồng, the credit side {credits_}"


@check
def no_account_is_overdrawn() -> Iterator[str]:
    """No account that may not is below zero."""
    for name, amount in all_balances().items():
        if name.kind in NEVER_NEGATIVE and amount < 0:
            yield f"account {name.kind} of {name.owner_id or 'the market'} stands at {amount} đồng"


@check
def every_posting_has_transfers() -> Iterator[str]:
    """No posting is empty."""
    empty = select(Posting.reference).where(~select(Transfer.id).where(Transfer.posting_id == Posting.id).exists())
    for reference in db.session.scalars(empty):
        yield f"posting {reference} has no transfers"


def turnover_dong() -> int:
    """Give the sum of all transfers, for the audit's closing line."""
    return int(db.session.scalar(select(func.coalesce(func.sum(Transfer.amount_dong), 0))) or 0)
