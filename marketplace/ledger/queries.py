"""Balances and statements, read from the transfers themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Case, Select, case, func, or_, select
from sqlalchemy.orm import aliased

from marketplace.database import db
from marketplace.ledger.chart import DEBIT_SIDE, AccountKind, AccountName
from marketplace.ledger.models import Account, Posting, Transfer


@dataclass(frozen=True)
class StatementLine:
    """One transfer as the account's owner sees it: `change_dong` raises or lowers the balance."""

    transfer_id: int
    reference: str
    words: str
    posted_at: datetime
    change_dong: int


def balance(name: AccountName) -> int:
    """Give the account's balance in đồng, positive on the side where its kind rests."""
    return balances([name])[name]


def balances(names: list[AccountName]) -> dict[AccountName, int]:
    """Give the balances of several accounts in one statement; an account that was never used has zero."""
    kinds = {name.kind for name in names}
    owners = {name.owner_id for name in names}
    rows = db.session.execute(
        _balance_rows().where(
            Account.kind.in_(kinds), or_(Account.owner_id.is_(None), Account.owner_id.in_(owners - {None}))
        )
    )
    known = {AccountName(kind, owner_id): int(amount) for kind, owner_id, amount in rows}
    return {name: known.get(name, 0) for name in names}


def all_balances() -> dict[AccountName, int]:
    """Give the balance of every account."""
    return {AccountName(kind, owner_id): int(amount) for kind, owner_id, amount in db.session.execute(_balance_rows())}


def trial_balance() -> dict[AccountKind, int]:
    """Give the sum of the balances of each kind of account that was ever used: one statement."""
    rows = _balance_rows().subquery()
    sums = select(rows.c[0], func.sum(rows.c[2])).group_by(rows.c[0])
    return {kind: int(amount) for kind, amount in db.session.execute(sums)}


def balances_of(kind: AccountKind) -> dict[int | None, int]:
    """Give the balances of a kind that is kept for each vendor, by the vendor's id."""
    rows = db.session.execute(_balance_rows().where(Account.kind == kind))
    return {owner_id: int(amount) for _kind, owner_id, amount in rows}


def statement(name: AccountName, *, since: datetime | None = None) -> list[StatementLine]:
    """List the account's transfers, oldest first."""
    sign = 1 if name.kind in DEBIT_SIDE else -1
    query = (
        select(Transfer.id, Posting.reference, Posting.words, Posting.posted_at, _signed(sign))
        .join(Transfer.posting)
        .join(Account, or_(Account.id == Transfer.debit_account_id, Account.id == Transfer.credit_account_id))
        .where(Account.kind == name.kind, Account.owner_id.is_not_distinct_from(name.owner_id))
        .order_by(Transfer.id)
    )
    if since:
        query = query.where(Posting.posted_at >= since)
    return [StatementLine(*row) for row in db.session.execute(query)]


def _signed(sign: int) -> Case[int]:
    return case(
        (Transfer.debit_account_id == Account.id, sign * Transfer.amount_dong), else_=-sign * Transfer.amount_dong
    )


def _balance_rows() -> Select[AccountKind, int | None, int]:
    debit, credit = aliased(Transfer), aliased(Transfer)
    debits = select(func.coalesce(func.sum(debit.amount_dong), 0)).where(debit.debit_account_id == Account.id)
    credits_ = select(func.coalesce(func.sum(credit.amount_dong), 0)).where(credit.credit_account_id == Account.id)
    difference = debits.scalar_subquery() - credits_.scalar_subquery()
    return select(Account.kind, Account.owner_id, case((Account.kind.in_(DEBIT_SIDE), difference), else_=-difference))
