"""A month's commission of a vendor, read from the ledger by what transfers are for.

Booked in the month, less what was given back with returned goods. Amounts are whole đồng, VAT in them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from marketplace.clock import in_vietnam
from marketplace.database import db
from marketplace.documents.models import Document, DocumentKind
from marketplace.ledger.chart import PER_VENDOR, AccountKind, Purpose
from marketplace.ledger.models import Account, Posting, Transfer
from marketplace.months import Month
from marketplace.settings import settings
from vendors.payouts.statements import order_named, subject_of

WHOLE = 10_000
"""Basis points of the whole."""
TAXES = (Purpose.VAT, Purpose.PIT)


@dataclass
class OrderCommission:
    """What one order brought the market in the month, and what of it the vendor owes (money it took itself)."""

    order: str
    at: datetime
    dong: int = 0
    owed: dict[Purpose, int] = field(default_factory=dict)

    @property
    def rate(self) -> int:
        """The VAT within the commission, in basis points."""
        return vat_rate(in_vietnam(self.at).date())

    @property
    def vat_dong(self) -> int:
        """The VAT within the commission."""
        return vat_within(self.dong, self.rate)

    @property
    def owed_dong(self) -> int:
        """Commission and tax that the vendor owes."""
        return sum(self.owed.values())


def vat_rate(day: date) -> int:
    """Give the VAT on commission on that day, in basis points; none before the first rate that is set."""
    rates = settings().commission_vat_basis_points
    return max(((since, rate) for since, rate in rates.items() if since <= day), default=(day, 0))[1]


def vat_within(dong: int, rate: int) -> int:
    """Give the VAT that an amount holds, a half đồng rounded away from zero."""
    held = (2 * abs(dong) * rate + WHOLE + rate) // (2 * (WHOLE + rate))
    return held if dong >= 0 else -held


def commissions_of(vendor_id: int, month: Month) -> list[OrderCommission]:
    """List the month's commission of the vendor, an order a line, as they were first booked."""
    lines: dict[str, OrderCommission] = {}
    for row in db.session.execute(_booked(month, vendor_id)):
        line = lines.setdefault(subject_of(row.reference), OrderCommission(order_named(row.words), row.posted_at))
        if row.purpose is Purpose.COMMISSION:
            line.dong += row.dong
        if row.kind is AccountKind.VENDOR_DEBT:
            line.owed[row.purpose] = line.owed.get(row.purpose, 0) + row.dong
    return [line for line in lines.values() if line.dong or line.owed_dong]


def due_invoices(month: Month) -> list[int]:
    """List the vendors with commission in the month whose invoice is not issued yet."""
    booked = _booked(month, None).order_by(None).subquery()
    about = func.concat("commission/", booked.c.owner_id, f"/{month}")
    issued = select(Document.id).where(Document.kind == DocumentKind.COMMISSION_INVOICE, Document.subject == about)
    query = select(booked.c.owner_id).where(~issued.exists()).distinct().order_by(booked.c.owner_id)
    return list(db.session.scalars(query))


def _booked(month: Month, vendor_id: int | None) -> Select[int, AccountKind, Purpose, str, str, datetime, int]:
    """Select what was booked as commission, and as tax that the vendor owes, between vendors and the market."""
    vendors = aliased(Account, name="vendors")
    charged = vendors.id == Transfer.debit_account_id
    query = (
        select(
            vendors.owner_id,
            vendors.kind,
            Transfer.purpose,
            Posting.reference,
            Posting.words,
            Posting.posted_at,
            case((charged, Transfer.amount_dong), else_=-Transfer.amount_dong).label("dong"),
        )
        .select_from(Transfer)
        .join(Transfer.posting)
        .join(vendors, (charged | (vendors.id == Transfer.credit_account_id)) & vendors.kind.in_(PER_VENDOR))
        .where(Posting.posted_at >= month.begins, Posting.posted_at < month.ends)
        .where(
            (Transfer.purpose == Purpose.COMMISSION)
            | (Transfer.purpose.in_(TAXES) & (vendors.kind == AccountKind.VENDOR_DEBT))
        )
        .order_by(Transfer.id)
    )
    return query if vendor_id is None else query.where(vendors.owner_id == vendor_id)
