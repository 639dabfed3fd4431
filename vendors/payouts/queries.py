"""A vendor's money, read from the ledger alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Select, case, func, select, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.ledger.chart import AccountKind, AccountName, Purpose, of_vendor
from marketplace.ledger.models import Account, Posting, Transfer
from marketplace.ledger.queries import balances
from vendors.access import IN_BUSINESS
from vendors.models import Vendor
from vendors.payouts.bank_statements.models import BankStatementRow, RowOutcome
from vendors.payouts.models import GIVEN_BACK, OPEN, Payout, PayoutAccount, PayoutClaim, PayoutStatus
from vendors.payouts.terms import hold_days_of

T = TypeVar("T")
SUBJECT = r"^vendor-order/\d+"
"""What the references of one order's postings begin with."""
MOST_COMING = 50
WITHIN_HOLD = 1000
"""How many of a vendor's latest earnings are looked through for those that are still held."""


@dataclass(frozen=True)
class Standing:
    """Where a vendor's money is, in đồng."""

    pending: int
    payable: int
    on_way: int
    debt: int


@dataclass(frozen=True)
class Coming:
    """An earning within its hold: payable from `on`."""

    words: str
    amount_dong: int
    on: datetime


@dataclass(frozen=True)
class StatementRow:
    """One transfer that a payout claims: what was earned or taken, what for, and when."""

    transfer_id: int
    reference: str
    words: str
    purpose: Purpose
    amount_dong: int
    at: datetime


def standing(vendor: Vendor) -> Standing:
    """Say where the vendor's money is: two statements."""
    names = [of_vendor(kind, vendor.id) for kind in _KINDS]
    known = balances(names)
    on_way = select(func.coalesce(func.sum(Payout.amount_dong), 0)).where(
        Payout.vendor_id == vendor.id, Payout.status.in_(OPEN)
    )
    pending, payable, debt = (known[name] for name in names)
    return Standing(pending=pending, payable=payable, on_way=db.session.scalar(on_way) or 0, debt=debt)


_KINDS = (AccountKind.VENDOR_PENDING, AccountKind.VENDOR_PAYABLE, AccountKind.VENDOR_DEBT)


def coming(vendor: Vendor, *, hold_days: int | None = None) -> list[Coming]:
    """List the earnings within their hold, soonest first: what came to the pending account and has not left it.

    `hold_days` is the vendor's hold, where the caller knows it.
    """
    account = _account(of_vendor(AccountKind.VENDOR_PENDING, vendor.id))
    came = select(Transfer.id, Transfer.posting_id, Transfer.amount_dong).where(Transfer.credit_account_id == account)
    latest = came.order_by(Transfer.id.desc()).limit(WITHIN_HOLD).cte("came")
    oldest = select(func.min(latest.c.id)).scalar_subquery()
    left = select(Transfer.id, Transfer.posting_id, -Transfer.amount_dong).where(
        Transfer.debit_account_id == account, Transfer.id > oldest
    )
    moved = union_all(select(latest), left).subquery("moved")
    subject = func.coalesce(func.substring(Posting.reference, SUBJECT), Posting.reference)
    first_words = func.array_agg(aggregate_order_by(Posting.words, Posting.id))[1]
    query = (
        select(first_words, func.sum(moved.c.amount_dong), func.min(Posting.posted_at))
        .join_from(moved, Posting, Posting.id == moved.c.posting_id)
        .group_by(subject)
        .having(func.sum(moved.c.amount_dong) > 0)
        .order_by(func.min(Posting.posted_at))
        .limit(MOST_COMING)
    )
    hold = timedelta(days=hold_days_of(vendor.id) if hold_days is None else hold_days)
    return [Coming(words, int(dong), at + hold) for words, dong, at in db.session.execute(query)]


def payouts_of(vendor: Vendor) -> Select[Payout]:
    """Select the vendor's payouts, newest first."""
    query = select(Payout).where(Payout.vendor_id == vendor.id).order_by(Payout.id.desc())
    return query.options(joinedload(Payout.account))


def payout_of(vendor: Vendor, reference: str) -> Payout:
    """Give one of the vendor's own payouts. Raises NotFound for anybody else's."""
    payout = db.session.scalar(payouts_of(vendor).where(Payout.reference == reference))
    if payout is None:
        raise NotFound
    return payout


def statement_of(payout: Payout) -> list[StatementRow]:
    """List every ledger line that the payout settles; they add up to its amount."""
    account = _account(of_vendor(AccountKind.VENDOR_PAYABLE, payout.vendor_id))
    amount = case((Transfer.credit_account_id == account, Transfer.amount_dong), else_=-Transfer.amount_dong)
    query = (
        select(Transfer.id, Posting.reference, Posting.words, Transfer.purpose, amount, Posting.posted_at)
        .select_from(PayoutClaim)
        .join(Transfer, Transfer.id == PayoutClaim.transfer_id)
        .join(Transfer.posting)
        .where(PayoutClaim.payout_id == payout.id)
        .order_by(Transfer.id)
    )
    return [StatementRow(*row) for row in db.session.execute(query)]


def all_payouts(status: PayoutStatus | None) -> Select[Payout]:
    """Select everybody's payouts for the desk, newest first."""
    query = select(Payout).options(joinedload(Payout.vendor), joinedload(Payout.account)).order_by(Payout.id.desc())
    return query.where(Payout.status == status) if status else query


def payout_numbered(reference: str) -> Payout:
    """Give a payout for the desk. Raises NotFound."""
    payout = db.session.scalar(all_payouts(None).where(Payout.reference == reference))
    if payout is None:
        raise NotFound
    return payout


def may_have_come_back(amount_dong: int, *, limit: int = 5) -> Sequence[Payout]:
    """List payouts of this amount whose money may have left and come back, newest first, with their vendors."""
    states = (PayoutStatus.SENT, PayoutStatus.CONFIRMED)
    query = select(Payout).where(Payout.amount_dong == amount_dong, Payout.status.in_(states))
    return db.session.scalars(query.options(joinedload(Payout.vendor)).order_by(Payout.id.desc()).limit(limit)).all()


@dataclass(frozen=True)
class AccountWaiting:
    """A vendor's account that waits to be compared with the papers, and why the bank refused the last payout to it."""

    account: PayoutAccount
    failure: str


def accounts_waiting() -> list[AccountWaiting]:
    """List the accounts that wait to be verified, oldest first, with their vendors: two statements."""
    query = _waiting(select(PayoutAccount)).options(joinedload(PayoutAccount.vendor)).order_by(PayoutAccount.id)
    accounts = list(db.session.scalars(query))
    failed = select(Payout.account_id, Payout.failure).where(
        Payout.account_id.in_([account.id for account in accounts]), Payout.status.in_(GIVEN_BACK)
    )
    reasons = {row.account_id: row.failure for row in db.session.execute(failed.order_by(Payout.id))}
    return [AccountWaiting(account, reasons.get(account.id, "")) for account in accounts]


def accounts_waiting_count() -> int:
    """Count the accounts that wait to be verified."""
    return db.session.scalar(_waiting(select(func.count()).select_from(PayoutAccount))) or 0


def account_waiting(account_id: int) -> PayoutAccount:
    """Give an account that waits to be verified, with its vendor. Raises NotFound when it does not wait any more."""
    query = _waiting(select(PayoutAccount)).options(joinedload(PayoutAccount.vendor))
    account = db.session.scalar(query.where(PayoutAccount.id == account_id))
    if account is None:
        raise NotFound
    return account


def accounts_objected() -> Sequence[PayoutAccount]:
    """List the accounts that an owner objects to, oldest objection first, with their vendors."""
    return db.session.scalars(_objected().order_by(PayoutAccount.objected_at)).all()


def account_objected(account_id: int) -> PayoutAccount:
    """Give an account that an owner objects to, with its vendor. Raises NotFound when nobody does any more."""
    account = db.session.scalar(_objected().where(PayoutAccount.id == account_id))
    if account is None:
        raise NotFound
    return account


def vendor_paid(vendor_id: int) -> Vendor:
    """Give a vendor in business, for its terms. Raises NotFound."""
    vendor = db.session.scalar(select(Vendor).where(Vendor.id == vendor_id, Vendor.status.in_(IN_BUSINESS)))
    if vendor is None:
        raise NotFound
    return vendor


def desk_count() -> int:
    """Count what waits for a decision: accounts, objections to accounts, rows of statements. One statement."""
    verify = _waiting(select(func.count()).select_from(PayoutAccount)).scalar_subquery()
    objected = select(func.count()).where(PayoutAccount.objected_at.is_not(None), PayoutAccount.replaced_at.is_(None))
    rows = select(func.count()).where(BankStatementRow.outcome == RowOutcome.WAITING)
    return db.session.scalar(select(verify + objected.scalar_subquery() + rows.scalar_subquery())) or 0


def _objected() -> Select[PayoutAccount]:
    query = select(PayoutAccount).options(joinedload(PayoutAccount.vendor))
    return query.where(PayoutAccount.objected_at.is_not(None), PayoutAccount.replaced_at.is_(None))


def _waiting(query: Select[T]) -> Select[T]:
    """Narrow to present accounts, not verified, of vendors in business (an applicant's is verified by its approval)."""
    return query.join(Vendor, Vendor.id == PayoutAccount.vendor_id).where(
        PayoutAccount.replaced_at.is_(None), PayoutAccount.verified_at.is_(None), Vendor.status.in_(IN_BUSINESS)
    )


def _account(name: AccountName) -> int:
    query = select(Account.id).where(Account.kind == name.kind, Account.owner_id == name.owner_id)
    return db.session.scalar(query) or 0
