"""Reads of monthly declarations and of what a vendor finds in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.database import db
from marketplace.documents.models import Document, DocumentKind
from marketplace.errors import NotFound
from orders.declarations.amounts import (
    NAMES,
    Amounts,
    filed_before,
    first_withheld_at,
    months_of,
    withheld_in,
    withheld_until,
)
from orders.declarations.models import DeclarationState, TaxDeclaration, TaxDeclarationLine, due_on, next_month
from vendors.models import Vendor

WARNED = timedelta(days=7)
MOST_MONTHS = 36


@dataclass(frozen=True)
class Month:
    """A month at the desk: its declaration, if there is one, and by when it is due."""

    first: date
    declaration: TaxDeclaration | None
    today: date

    @property
    def due_on(self) -> date:
        """The day by which it is filed and paid."""
        return due_on(self.first)

    @property
    def is_over(self) -> bool:
        """Whether it can be declared."""
        return next_month(self.first) <= self.today

    @property
    def is_settled(self) -> bool:
        """Whether all of it is filed and paid."""
        return self.declaration is not None and self.declaration.state is DeclarationState.PAID

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and something is still to be done."""
        return not self.is_settled and self.today > self.due_on

    @property
    def is_near(self) -> bool:
        """Whether its day comes within a week and something is still to be done."""
        return self.is_over and not self.is_settled and self.due_on - self.today <= WARNED


def months() -> list[Month]:
    """Every month since tax was withheld first, the latest first: two statements."""
    today = clock.today()
    known = {each.month: each for each in db.session.scalars(select(TaxDeclaration))}
    begins = min([*known, first_month() or today.replace(day=1)])
    found: list[Month] = []
    month = today.replace(day=1)
    while month >= begins and len(found) < MOST_MONTHS:
        found.append(Month(month, known.get(month), today))
        month = month_before(month)
    return found


def first_month() -> date | None:
    """The month in which tax was withheld first; nothing if it never was."""
    moment = db.session.scalar(first_withheld_at())
    return clock.in_vietnam(moment).date().replace(day=1) if moment else None


def months_waiting() -> list[Month]:
    """The months that are over and not filed and paid, the most urgent first."""
    return [month for month in reversed(months()) if month.is_over and not month.is_settled]


def waiting_count() -> int:
    """How many months are over and not filed and paid: one statement."""
    this_month = clock.today().replace(day=1)
    declared = select(
        func.count().filter(TaxDeclaration.state == DeclarationState.PAID), func.min(TaxDeclaration.month)
    )
    row = db.session.execute(
        declared.add_columns(first_withheld_at().scalar_subquery()).where(TaxDeclaration.month < this_month)
    ).one()
    paid, declared_first, moment = row
    withheld_first = clock.in_vietnam(moment).date() if moment else this_month
    begins = min(declared_first or this_month, withheld_first)
    over = (this_month.year - begins.year) * 12 + this_month.month - begins.month
    return max(over - int(paid), 0)


def month_named(name: str) -> Month:
    """The month that is called '2026-11'. Raises NotFound for anything else, and for one that has not begun."""
    try:
        first = date.fromisoformat(f"{name}-01")
    except ValueError as error:
        raise NotFound from error
    if first > clock.today() or first.isoformat() != f"{name}-01":
        raise NotFound
    return Month(first, declaration_of(first), clock.today())


def declaration_of(month: date) -> TaxDeclaration | None:
    """The declaration of the month, with who filed and paid it."""
    query = select(TaxDeclaration).where(TaxDeclaration.month == month)
    people = (joinedload(TaxDeclaration.filed_by), joinedload(TaxDeclaration.paid_by))
    return db.session.scalar(query.options(*people, joinedload(TaxDeclaration.document)))


def lines_of(declaration: TaxDeclaration) -> Sequence[TaxDeclarationLine]:
    """What the declaration says of each vendor, by name as it was sorted."""
    query = select(TaxDeclarationLine).where(TaxDeclarationLine.declaration_id == declaration.id)
    return db.session.scalars(query.order_by(TaxDeclarationLine.id)).all()


def to_declare(month: date) -> dict[int, Amounts]:
    """What was withheld before the month ended and is not filed for an earlier one, by vendor: two statements."""
    ever, filed = withheld_until(next_month(month)), filed_before(month)
    left = {vendor_id: ever.get(vendor_id, Amounts()) - filed.get(vendor_id, Amounts()) for vendor_id in ever | filed}
    return {vendor_id: amounts for vendor_id, amounts in left.items() if any(amounts)}


@dataclass(frozen=True)
class Row:
    """A vendor in a month's figures."""

    vendor_id: int
    name: str
    tax_code: str
    amounts: Amounts


def rows_of(month: Month) -> list[Row]:
    """What the month's declaration says of each vendor; before there is one, what was withheld so far."""
    if month.declaration:
        lines = lines_of(month.declaration)
        return [Row(line.vendor_id, line.name, line.tax_code, amounts_of(line)) for line in lines]
    return [Row(vendor.id, vendor.name, vendor.tax_code or "", amounts) for vendor, amounts in so_far(month.first)]


def together(rows: Sequence[Row]) -> Amounts:
    """The sum of all rows."""
    return sum((row.amounts for row in rows), Amounts())


@dataclass(frozen=True)
class Year:
    """A vendor's year: its months with what was sold and withheld, and how far each is declared."""

    number: int
    months: dict[int, Amounts]
    states: dict[int, DeclarationState]

    @property
    def whole(self) -> Amounts:
        """The sum of its months."""
        return sum(self.months.values(), Amounts())

    @property
    def is_filed(self) -> bool:
        """Whether its last month is filed, so that its certificate can be issued."""
        return self.states.get(12) in (DeclarationState.FILED, DeclarationState.PAID)


def year_of(vendor: Vendor, year: int) -> Year:
    """All of the vendor's year: two statements."""
    return Year(year, months_of(vendor.id, year), states_in(year))


def so_far(month: date) -> list[tuple[Vendor, Amounts]]:
    """What was withheld within the month until now, by vendor: two statements."""
    figures = withheld_in(month, next_month(month))
    return [(vendor, figures[vendor.id]) for vendor in taxpayers(figures)]


def taxpayers(ids: Collection[int]) -> Sequence[Vendor]:
    """These vendors by name: one statement."""
    query = select(Vendor).where(Vendor.id.in_(ids)).order_by(Vendor.name_sort_key, Vendor.id)
    return db.session.scalars(query).all()


def filed_of(vendor: Vendor, year: int) -> dict[date, Amounts]:
    """What was filed of the vendor, by month of the year: one statement."""
    query = (
        select(TaxDeclaration.month, TaxDeclarationLine)
        .join(TaxDeclarationLine, TaxDeclarationLine.declaration_id == TaxDeclaration.id)
        .where(TaxDeclarationLine.vendor_id == vendor.id, TaxDeclaration.filed_at.is_not(None))
        .where(TaxDeclaration.month >= date(year, 1, 1), TaxDeclaration.month < date(year + 1, 1, 1))
    )
    return {row.month: amounts_of(row.TaxDeclarationLine) for row in db.session.execute(query)}


def states_in(year: int) -> dict[int, DeclarationState]:
    """How far each month of the year has been declared: one statement."""
    query = select(TaxDeclaration.month, TaxDeclaration.state).where(
        TaxDeclaration.month >= date(year, 1, 1), TaxDeclaration.month < date(year + 1, 1, 1)
    )
    return {row.month.month: row.state for row in db.session.execute(query)}


def certificates_of(vendor: Vendor) -> dict[int, Document]:
    """The vendor's yearly certificates, by the year they are about: one statement."""
    query = select(Document).where(
        Document.kind == DocumentKind.TAX_CERTIFICATE, Document.owner_id == vendor.id, Document.corrects_id.is_(None)
    )
    return {int(each.subject.rpartition("/")[2]): each for each in db.session.scalars(query)}


def amounts_of(line: TaxDeclarationLine) -> Amounts:
    """The six amounts of a line."""
    return Amounts(*(getattr(line, name) for name in NAMES))


def month_before(month: date) -> date:
    """The first day of the month before."""
    return (month - timedelta(days=1)).replace(day=1)
