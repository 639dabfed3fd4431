"""Checks of what was declared against the ledger, for `flask ledger audit`."""

from collections.abc import Iterator

from sqlalchemy import BigInteger, cast, func, select

from marketplace.database import db
from marketplace.ledger.audit import check
from marketplace.ledger.models import Posting, Transfer
from orders.declarations.models import DeclarationState, TaxDeclaration, TaxDeclarationLine

PAID = TaxDeclaration.state == DeclarationState.PAID
DUE = TaxDeclaration.due_vat_dong + TaxDeclaration.due_pit_dong


@check
def declarations_are_the_sum_of_their_lines() -> Iterator[str]:
    """A declaration's VAT and PIT are those of its lines."""
    lines = TaxDeclarationLine.__table__.c
    vat = func.coalesce(func.sum(lines.vat_withheld_dong - lines.vat_returned_dong), 0)
    pit = func.coalesce(func.sum(lines.pit_withheld_dong - lines.pit_returned_dong), 0)
    wrong = (
        select(TaxDeclaration.month)
        .outerjoin(TaxDeclarationLine, TaxDeclarationLine.declaration_id == TaxDeclaration.id)
        .group_by(TaxDeclaration.id)
        .having((vat != TaxDeclaration.vat_dong) | (pit != TaxDeclaration.pit_dong))
    )
    for month in db.session.scalars(wrong):
        yield f"the declaration of {month:%m/%Y} is not the sum of its lines"


@check
def paid_declarations_are_in_the_books() -> Iterator[str]:
    """What was paid to the State Treasury for a month is posted, once and in full; for no other month is anything."""
    posted = (
        select(func.split_part(Posting.reference, "/", 2).cast(BigInteger).label("id"))
        .add_columns(cast(func.sum(Transfer.amount_dong), BigInteger).label("dong"))
        .join(Transfer, Transfer.posting_id == Posting.id)
        .where(Posting.reference.like("tax-declaration/%/paid"))
        .group_by(Posting.id)
        .subquery()
    )
    due = func.coalesce(posted.c.dong, 0)
    query = select(TaxDeclaration.month).outerjoin(posted, posted.c.id == TaxDeclaration.id)
    for month in db.session.scalars(query.where((PAID & (due != DUE)) | (~PAID & (due != 0)))):
        yield f"what was paid for {month:%m/%Y} is not what the books say"
