"""What was sold, given back and withheld: read from deliveries, credit notes and the ledger's tax account."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Row,
    Select,
    SQLColumnExpression,
    Subquery,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from marketplace import clock
from marketplace.database import db
from marketplace.ledger.chart import PER_VENDOR, AccountKind, Purpose
from marketplace.ledger.models import Account, Posting, Transfer
from orders.credits.models import CreditNote
from orders.declarations.models import TaxDeclaration, TaxDeclarationLine
from orders.models import OrderLine, VendorOrder
from orders.stages import Stage

BEFORE_DELIVERY = (Stage.UNPAID, Stage.HELD)
AnySelect: TypeAlias = Select[*tuple[Any, ...]]
CREDITED = CreditNote.goods_dong + CreditNote.delivery_dong
VIETNAM = str(clock.VIETNAM)


@dataclass(frozen=True)
class Amounts:
    """Sold and given back, VAT and PIT withheld and given back, in đồng."""

    sold_dong: int = 0
    returned_dong: int = 0
    vat_withheld_dong: int = 0
    vat_returned_dong: int = 0
    pit_withheld_dong: int = 0
    pit_returned_dong: int = 0

    @property
    def revenue_dong(self) -> int:
        """What was sold less what came back."""
        return self.sold_dong - self.returned_dong

    @property
    def vat_dong(self) -> int:
        """VAT withheld less what went back."""
        return self.vat_withheld_dong - self.vat_returned_dong

    @property
    def pit_dong(self) -> int:
        """PIT withheld less what went back."""
        return self.pit_withheld_dong - self.pit_returned_dong

    @property
    def tax_dong(self) -> int:
        """Both taxes."""
        return self.vat_dong + self.pit_dong

    def __iter__(self) -> Iterator[int]:
        """Give the six amounts."""
        return (getattr(self, name) for name in NAMES)

    def __add__(self, other: "Amounts") -> "Amounts":
        """Add each to its like."""
        return Amounts(*(mine + yours for mine, yours in zip(self, other, strict=True)))

    def __sub__(self, other: "Amounts") -> "Amounts":
        """Take each from its like."""
        return Amounts(*(mine - yours for mine, yours in zip(self, other, strict=True)))


NAMES = tuple(field.name for field in fields(Amounts))


def withheld_until(day: date) -> dict[int, Amounts]:
    """All that was ever sold with tax withheld before that day, by vendor: one statement."""
    moved = _moved(taxed=True)
    return _by_vendor(_summed(moved).where(moved.c.at < beginning_of(day)))


def withheld_in(month: date, end: date) -> dict[int, Amounts]:
    """What was sold with tax withheld from the first day to before `end`, by vendor: one statement."""
    moved = _moved(taxed=True)
    return _by_vendor(_summed(moved).where(moved.c.at >= beginning_of(month), moved.c.at < beginning_of(end)))


def filed_before(day: date) -> dict[int, Amounts]:
    """All that was filed for months before that day, by vendor: one statement."""
    lines = TaxDeclarationLine.__table__
    filed = select(TaxDeclaration.id).where(TaxDeclaration.month < day, TaxDeclaration.filed_at.is_not(None))
    return _by_vendor(_summed(lines).where(lines.c.declaration_id.in_(filed)))


def months_of(vendor_id: int, year: int) -> dict[int, Amounts]:
    """All that a vendor sold in each month of a year, whether tax was withheld of it or not: one statement."""
    moved = _moved(taxed=False)
    month = func.extract("month", func.timezone(VIETNAM, moved.c.at)).label("month")
    begins, ends = beginning_of(date(year, 1, 1)), beginning_of(date(year + 1, 1, 1))
    query = (
        select(month, *_sums(moved))
        .where(moved.c.vendor_id == vendor_id, moved.c.at >= begins, moved.c.at < ends)
        .group_by(month)
    )
    return {int(row.month): _amounts(row) for row in db.session.execute(query)}


def first_withheld_at() -> Select[datetime]:
    """Select the moment at which tax was withheld first: the oldest transfer to the tax account, by its index."""
    tax = select(Account.id).where(Account.kind == AccountKind.TAX_TO_REMIT).scalar_subquery()
    oldest = select(Posting.posted_at).join(Transfer, Transfer.posting_id == Posting.id)
    return oldest.where(Transfer.credit_account_id == tax).order_by(Transfer.id).limit(1)


def beginning_of(day: date) -> datetime:
    """The moment at which the day begins in Vietnam."""
    return datetime.combine(day, time(), tzinfo=clock.VIETNAM)


def _moved(*, taxed: bool) -> Subquery:
    """Every delivery, return and tax of it, each with its vendor and moment; if `taxed`, those with tax rates only."""
    sales = [_sold(), _returned()]
    if taxed:
        rates = OrderLine.vat_basis_points + OrderLine.pit_basis_points
        has_rates = select(OrderLine.id).where(OrderLine.vendor_order_id == VendorOrder.id, rates > 0).exists()
        sales = [each.where(has_rates) for each in sales]
    return union_all(*sales, _tax_moved(withheld=True), _tax_moved(withheld=False)).subquery("moved")


def _sold() -> AnySelect:
    """What was left of each part when it was delivered."""
    before = select(func.coalesce(func.sum(CREDITED), 0)).where(
        CreditNote.vendor_order_id == VendorOrder.id, CreditNote.stage.in_(BEFORE_DELIVERY)
    )
    left = VendorOrder.goods_dong + VendorOrder.delivery_dong - before.scalar_subquery()
    delivered = select(VendorOrder.vendor_id, VendorOrder.delivered_at.label("at"), *_row(sold_dong=left))
    return delivered.where(VendorOrder.delivered_at.is_not(None))


def _returned() -> AnySelect:
    """What was taken off parts after they were delivered."""
    notes = select(VendorOrder.vendor_id, CreditNote.at, *_row(returned_dong=CREDITED))
    return notes.join(CreditNote.vendor_order).where(CreditNote.stage.not_in(BEFORE_DELIVERY))


def _tax_moved(*, withheld: bool) -> AnySelect:
    """Tax that went from vendors' accounts to the tax account, or back."""
    tax, owner = aliased(Account), aliased(Account)
    to_us = (Transfer.credit_account_id, Transfer.debit_account_id)
    of_tax, of_owner = to_us if withheld else to_us[::-1]
    way = "withheld" if withheld else "returned"
    vat, pit = (case((Transfer.purpose == kind, Transfer.amount_dong), else_=0) for kind in (Purpose.VAT, Purpose.PIT))
    return (
        select(owner.owner_id.label("vendor_id"), Posting.posted_at.label("at"))
        .add_columns(*_row(**{f"vat_{way}_dong": vat, f"pit_{way}_dong": pit}))
        .select_from(Transfer)
        .join(Posting, Posting.id == Transfer.posting_id)
        .join(tax, tax.id == of_tax)
        .join(owner, owner.id == of_owner)
        .where(tax.kind == AccountKind.TAX_TO_REMIT, owner.kind.in_(PER_VENDOR))
    )


def _row(**known: SQLColumnExpression[int]) -> list[ColumnElement[int]]:
    """The six amounts as columns: those that are known, and nothing for the others."""
    return [cast(known.get(name, literal(0)), BigInteger).label(name) for name in NAMES]


def _sums(moved: FromClause) -> list[ColumnElement[int]]:
    return [cast(func.sum(moved.c[name]), BigInteger).label(name) for name in NAMES]


def _summed(moved: FromClause) -> AnySelect:
    return select(moved.c.vendor_id, *_sums(moved)).group_by(moved.c.vendor_id)


def _by_vendor(query: AnySelect) -> dict[int, Amounts]:
    return {row.vendor_id: _amounts(row) for row in db.session.execute(query)}


def _amounts(row: Row[*tuple[Any, ...]]) -> Amounts:
    return Amounts(*(getattr(row, name) for name in NAMES))
