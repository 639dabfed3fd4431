"""Preparing, filing and paying the monthly declaration; the yearly certificate."""

from datetime import date

from sqlalchemy import delete, insert, select, text

from marketplace import audit, clock
from marketplace.audit import Actor
from marketplace.database import db
from marketplace.documents.models import Document
from marketplace.documents.taxes import Taxpayer, Withheld, issue_certificate, issue_declaration
from marketplace.ledger.operations import post
from orders import settlement
from orders.declarations import queries
from orders.declarations.amounts import NAMES, Amounts
from orders.declarations.errors import (
    AlreadyFiled,
    EarlierMonthOpen,
    FiguresChanged,
    MonthNotOver,
    NotFiled,
    ReferenceMissing,
    YearNotFiled,
)
from orders.declarations.models import DeclarationState, TaxDeclaration, TaxDeclarationLine, next_month
from vendors.models import Vendor

DECEMBER = 12
LONGEST_REFERENCE = 40


def prepare(month: date, *, by: Actor) -> TaxDeclaration:
    """Write down what is to be declared for the month, anew if it was before and is not filed.

    It holds all that was withheld before the month ended and was not filed for an earlier one, so what came late for
    a filed month is in the next. Raises MonthNotOver, EarlierMonthOpen and AlreadyFiled.
    """
    _hold()
    _refuse_early(month)
    declaration = db.session.scalar(select(TaxDeclaration).where(TaxDeclaration.month == month))
    if declaration and not declaration.is_open:
        raise AlreadyFiled
    declaration = declaration or TaxDeclaration(month=month, treasury_reference="")
    _write(declaration, queries.to_declare(month))
    audit.record("tax declaration prepared", declaration, by=by, month=f"{month:%Y-%m}")
    return declaration


def file(declaration: TaxDeclaration, *, by: Actor) -> None:
    """Note that the month is handed in to the tax office: its figures are frozen, its document is issued.

    A month for which nothing is due is settled with it. Raises AlreadyFiled, and FiguresChanged when money has moved
    since it was prepared.
    """
    _hold()
    db.session.refresh(declaration)
    if not declaration.is_open:
        raise AlreadyFiled
    lines = queries.lines_of(declaration)
    if {line.vendor_id: queries.amounts_of(line) for line in lines} != queries.to_declare(declaration.month):
        raise FiguresChanged
    rows = [(_taxpayer(line), _withheld(queries.amounts_of(line))) for line in lines]
    month = declaration.month
    declaration.document_id = issue_declaration(year=month.year, month=month.month, vendors=rows).id
    declaration.filed_at, declaration.filed_by_id = clock.now(), by.id
    declaration.state = DeclarationState.FILED
    if not declaration.due_dong:
        declaration.state, declaration.paid_at, declaration.paid_by_id = DeclarationState.PAID, clock.now(), by.id
    db.session.flush()
    audit.record("tax declaration filed", declaration, by=by, month=f"{month:%Y-%m}", amount_dong=declaration.due_dong)


def pay(declaration: TaxDeclaration, *, treasury_reference: str, by: Actor) -> None:
    """Note that what is due was paid from our bank to the State Treasury, under the treasury's own reference.

    Raises NotFiled, and ReferenceMissing at its field.
    """
    _hold()
    db.session.refresh(declaration)
    if declaration.state is not DeclarationState.FILED:
        raise NotFiled
    reference = " ".join(treasury_reference.split())[:LONGEST_REFERENCE]
    if not reference:
        raise ReferenceMissing(field="treasury_reference")
    declaration.state, declaration.treasury_reference = DeclarationState.PAID, reference
    declaration.paid_at, declaration.paid_by_id = clock.now(), by.id
    db.session.flush()
    entry = settlement.tax_paid(declaration)
    post(entry.reference, entry.moves, words=entry.words)
    audit.record("tax declaration paid", declaration, by=by, number=reference, amount_dong=declaration.due_dong)


def certify(vendor: Vendor, year: int) -> Document:
    """Issue the vendor's yearly certificate of what was withheld, once. Raises YearNotFiled."""
    december = queries.declaration_of(date(year, DECEMBER, 1))
    if december is None or december.is_open:
        raise YearNotFiled
    months = {month.month: _withheld(amounts) for month, amounts in queries.filed_of(vendor, year).items()}
    taxpayer = Taxpayer(vendor.id, vendor.name, vendor.tax_code or "", vendor.street)
    return issue_certificate(taxpayer, year=year, months=months)


def _hold() -> None:
    """Let one person at a time work on declarations; nobody else needs these rows."""
    db.session.execute(text("LOCK TABLE tax_declaration IN SHARE ROW EXCLUSIVE MODE"))


def _refuse_early(month: date) -> None:
    if clock.today() < next_month(month):
        raise MonthNotOver
    first = queries.first_month()
    before = queries.declaration_of(queries.month_before(month))
    if first and first < month and (before is None or before.is_open):
        raise EarlierMonthOpen


def _write(declaration: TaxDeclaration, figures: dict[int, Amounts]) -> None:
    whole = sum(figures.values(), Amounts())
    before = queries.declaration_of(queries.month_before(declaration.month))
    declaration.vat_dong, declaration.pit_dong = whole.vat_dong, whole.pit_dong
    declaration.carried_vat_dong = min(before.vat_dong + before.carried_vat_dong, 0) if before else 0
    declaration.carried_pit_dong = min(before.pit_dong + before.carried_pit_dong, 0) if before else 0
    declaration.due_vat_dong = max(declaration.vat_dong + declaration.carried_vat_dong, 0)
    declaration.due_pit_dong = max(declaration.pit_dong + declaration.carried_pit_dong, 0)
    declaration.prepared_at = clock.now()
    db.session.add(declaration)
    db.session.flush()
    db.session.execute(delete(TaxDeclarationLine).where(TaxDeclarationLine.declaration_id == declaration.id))
    people = queries.taxpayers(figures)
    rows = [
        {
            "declaration_id": declaration.id,
            "vendor_id": each.id,
            "name": each.name,
            "tax_code": each.tax_code or "",
            **dict(zip(NAMES, figures[each.id], strict=True)),
        }
        for each in people
    ]
    if rows:
        db.session.execute(insert(TaxDeclarationLine), rows)


def _taxpayer(line: TaxDeclarationLine) -> Taxpayer:
    return Taxpayer(line.vendor_id, line.name, line.tax_code)


def _withheld(amounts: Amounts) -> Withheld:
    return Withheld(amounts.revenue_dong, amounts.vat_dong, amounts.pit_dong)
