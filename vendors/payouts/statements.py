"""What a payout settles, order by order: read from the ledger alone, by what each transfer is for.

A payout claims transfers on the payable account. What an order put there is explained by its own postings on the
pending account; what was set off as debt, by the postings on the debt account since the last setting off. Amounts are
whole đồng as the vendor sees them: what it gets is above zero, what is taken from it below.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date, datetime

from sqlalchemy import Select, case, func, or_, select

from marketplace.clock import in_vietnam
from marketplace.database import db
from marketplace.ledger.chart import AccountKind, Purpose
from marketplace.ledger.models import Account, Posting, Transfer
from vendors.payouts.models import Payout, PayoutClaim
from vendors.payouts.queries import SUBJECT, StatementRow, statement_of

_NAMED = re.compile(r"[đĐ]ơn (\S+)")
OFFSET = "vendor-debt/"
RELEASED = "/released"
LATEST = 2**63 - 1
"""Beyond the id of any transfer."""
_OWN = {
    Purpose.COMMISSION: "commission",
    Purpose.VAT: "vat",
    Purpose.PIT: "pit",
    Purpose.CARRIAGE: "carriage",
    Purpose.GOODS: "goods",
    Purpose.DELIVERY: "delivery",
    Purpose.PROMOTION: "promotion",
}


@dataclass(frozen=True)
class Amounts:
    """What a line comes from; `refund` is what buyers got back of goods and delivery.

    `promotion` is what coupons of the market paid of both in the buyers' stead, less what went back with refunds.
    """

    goods: int = 0
    delivery: int = 0
    promotion: int = 0
    commission: int = 0
    vat: int = 0
    pit: int = 0
    refund: int = 0
    carriage: int = 0
    other: int = 0

    @property
    def net(self) -> int:
        """What is left."""
        return sum(astuple(self))

    def __add__(self, more: "Amounts") -> "Amounts":
        """Add each amount to its like."""
        return Amounts(*(one + another for one, another in zip(astuple(self), astuple(more), strict=True)))


@dataclass(frozen=True)
class Line:
    """An order, or another matter that the payout settles."""

    words: str
    at: datetime | None
    amounts: Amounts

    @property
    def day(self) -> date | None:
        """The day in Vietnam."""
        return in_vietnam(self.at).date() if self.at else None


@dataclass(frozen=True)
class Statement:
    """All that a payout settles: its orders, and the debts that were set off. Together they are its amount."""

    orders: list[Line]
    debts: list[Line]

    @property
    def total(self) -> Amounts:
        """The sum of every column."""
        return total_of([*self.orders, *self.debts])

    @property
    def used(self) -> set[str]:
        """The columns in which any line has an amount."""
        rows = [asdict(line.amounts) for line in (*self.orders, *self.debts)]
        return {key for row in rows for key, dong in row.items() if dong}


@dataclass(frozen=True)
class _Moved:
    """One transfer on an account of the vendor's."""

    transfer_id: int
    reference: str
    words: str
    at: datetime
    purpose: Purpose
    dong: int


def total_of(lines: Iterable[Line]) -> Amounts:
    """Add the lines up, column by column."""
    return sum((line.amounts for line in lines), Amounts())


def explained(payout: Payout) -> Statement:
    """Say what the payout settles; its lines add up to its amount. A constant number of statements."""
    claimed = statement_of(payout)
    accounts = _accounts_of(payout.vendor_id)
    offsets = [row for row in claimed if row.reference.startswith(OFFSET)]
    earned = [row for row in claimed if not row.reference.startswith(OFFSET)]
    return Statement(
        orders=_orders(earned, _before_release(payout, accounts.get(AccountKind.VENDOR_PENDING, 0))),
        debts=_debts(offsets, accounts.get(AccountKind.VENDOR_DEBT, 0)) if offsets else [],
    )


def owing(vendor_id: int) -> list[Line]:
    """Say what the vendor owes now, each matter since the last setting off (below zero) and what was left before it.

    The lines add up to its debt; a constant number of statements.
    """
    debt_id = _accounts_of(vendor_id).get(AccountKind.VENDOR_DEBT, 0)
    before = _offset_before(debt_id, LATEST)
    since = _read(_on(debt_id).where(Transfer.id > before))
    parts = _grouped(since, lambda moved: _named(moved.words) or subject_of(moved.reference))
    owed = _sum_until(debt_id, before)
    carried = [Line("Còn nợ từ trước", None, Amounts(other=owed))] if owed else []
    return [*carried, *(line for line in map(_line, parts.values()) if line.amounts.net)]


def subject_of(reference: str) -> str:
    """Give what a posting is about: an order's postings together, any other by itself."""
    found = re.match(SUBJECT, reference)
    return found[0] if found else reference


def order_named(words: str) -> str:
    """Give the number of the order that a posting's words name, or the words when they name none."""
    return _named(words) or words


def _named(words: str) -> str | None:
    found = _NAMED.search(words)
    return found[1] if found else None


def _orders(earned: Sequence[StatementRow], before_release: Sequence[_Moved]) -> list[Line]:
    """A line for each order: what its own postings say it comes from; for anything else, what was claimed."""
    parts = _grouped(before_release, lambda moved: subject_of(moved.reference))
    lines: dict[str, Line] = {}
    for row in earned:
        subject = subject_of(row.reference)
        moved = parts.get(subject) if row.reference.endswith(RELEASED) else None
        line = _settled(_line(moved), row) if moved else _line([_as_moved(row)])
        lines[subject] = _joined(lines[subject], line) if subject in lines else line
    return list(lines.values())


def _settled(line: Line, row: StatementRow) -> Line:
    """Let the line come to what was claimed for it; what its postings leave open stands as other."""
    return Line(line.words, line.at, line.amounts + Amounts(other=row.amount_dong - line.amounts.net))


def _joined(line: Line, more: Line) -> Line:
    return Line(line.words, line.at, line.amounts + more.amounts)


def _as_moved(row: StatementRow) -> _Moved:
    return _Moved(row.transfer_id, row.reference, row.words, row.at, row.purpose, row.amount_dong)


def _grouped(moved: Iterable[_Moved], key: Callable[[_Moved], str]) -> dict[str, list[_Moved]]:
    parts: dict[str, list[_Moved]] = {}
    for each in moved:
        parts.setdefault(key(each), []).append(each)
    return parts


def _line(moved: Sequence[_Moved]) -> Line:
    amounts = sum((_amounts(each) for each in moved), Amounts())
    return Line(order_named(moved[0].words), moved[0].at, amounts)


def _amounts(moved: _Moved) -> Amounts:
    column = _OWN.get(moved.purpose, "other")
    if column in ("goods", "delivery") and "/credit-note/" in moved.reference:
        column = "refund"
    elif moved.purpose is Purpose.MONEY and moved.reference.endswith("/delivered"):
        column = "goods"  # posted before transfers said what they are for
    return Amounts(**{column: moved.dong})


def _debts(offsets: Sequence[StatementRow], debt_id: int) -> list[Line]:
    """What was owed before, what came to it since the last setting off, and what is still owed."""
    settled = {row.transfer_id for row in offsets}
    before = _offset_before(debt_id, min(settled))
    since = _read(_on(debt_id).where(Transfer.id > before, Transfer.id <= max(settled), Transfer.id.not_in(settled)))
    parts = _grouped(since, lambda moved: _named(moved.words) or subject_of(moved.reference))
    lines = [_line(moved) for moved in parts.values()]
    owed = _sum_until(debt_id, before)
    left = owed + total_of(lines).net - sum(row.amount_dong for row in offsets)
    carried = [Line("Còn nợ từ trước", None, Amounts(other=owed))] if owed else []
    still = [Line("Còn nợ, trừ vào lần sau", None, Amounts(other=-left))] if left else []
    return [*carried, *lines, *still]


def _offset_before(debt_id: int, transfer_id: int) -> int:
    offset = (Transfer.credit_account_id == debt_id) & Posting.reference.startswith(OFFSET)
    query = select(func.max(Transfer.id)).join(Transfer.posting).where(offset, Transfer.id < transfer_id)
    return db.session.scalar(query) or 0


def _before_release(payout: Payout, pending_id: int) -> list[_Moved]:
    """What the orders that the payout claims had put on the pending account before they were released."""
    about = func.substring(Posting.reference, SUBJECT)
    claimed = select(about, Transfer.id).select_from(PayoutClaim).join(Transfer, Transfer.id == PayoutClaim.transfer_id)
    claimed = claimed.join(Transfer.posting).where(PayoutClaim.payout_id == payout.id)
    released = claimed.where(Posting.reference.endswith(RELEASED)).subquery()
    query = _on(pending_id).where(about.in_(select(released.c[0])), ~Posting.reference.endswith(RELEASED))
    return _read(query.where(Transfer.id <= select(func.max(released.c[1])).scalar_subquery()))


def _on(account_id: int) -> Select[int, str, str, datetime, Purpose, int]:
    signed = case((Transfer.credit_account_id == account_id, Transfer.amount_dong), else_=-Transfer.amount_dong)
    return (
        select(Transfer.id, Posting.reference, Posting.words, Posting.posted_at, Transfer.purpose, signed)
        .join(Transfer.posting)
        .where(or_(Transfer.credit_account_id == account_id, Transfer.debit_account_id == account_id))
        .order_by(Transfer.id)
    )


def _read(query: Select[int, str, str, datetime, Purpose, int]) -> list[_Moved]:
    return [_Moved(*row) for row in db.session.execute(query)]


def _sum_until(account_id: int, transfer_id: int) -> int:
    moved = _on(account_id).where(Transfer.id <= transfer_id).order_by(None).subquery()
    return int(db.session.scalar(select(func.coalesce(func.sum(moved.c[5]), 0))) or 0)


def _accounts_of(vendor_id: int) -> dict[AccountKind, int]:
    query = select(Account.kind, Account.id).where(Account.owner_id == vendor_id)
    kinds = (AccountKind.VENDOR_PENDING, AccountKind.VENDOR_DEBT)
    return dict(db.session.execute(query.where(Account.kind.in_(kinds))).all())
