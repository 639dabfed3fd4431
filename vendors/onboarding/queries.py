"""Reads of applications: the checklist and what is missing, the queue, one case, a vendor's history."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from vendors.access import seen_by
from vendors.models import Vendor, VendorStatus, VendorStatusChange
from vendors.onboarding.checklist import CHECKLIST, HANDED_IN, PAPER_NAMES
from vendors.onboarding.models import Paper, PaperKind
from vendors.payouts.accounts import current_account
from vendors.payouts.models import PayoutAccount


@dataclass(frozen=True)
class Checklist:
    """What an application consists of: its papers in their order, and the bank account."""

    papers: list[Paper]
    account: PayoutAccount | None

    @property
    def whole(self) -> int:
        """How many rows there are."""
        return len(self.papers) + 1

    @property
    def done(self) -> int:
        """How many rows the vendor has done."""
        return sum(paper.state in HANDED_IN for paper in self.papers) + bool(self.account)

    @property
    def missing(self) -> list[str]:
        """What the vendor still has to do, by name."""
        papers = [str(PAPER_NAMES[paper.kind]) for paper in self.papers if paper.state not in HANDED_IN]
        return papers if self.account else [*papers, _("Tài khoản ngân hàng")]


def checklist_of(vendor: Vendor) -> Checklist:
    """Give the vendor's checklist: two statements."""
    return Checklist(papers_of(vendor), current_account(vendor))


def papers_of(vendor: Vendor) -> list[Paper]:
    """List the vendor's papers in the order of its checklist."""
    order = {kind: place for place, kind in enumerate(CHECKLIST[vendor.kind])}
    papers = db.session.scalars(select(Paper).where(Paper.vendor_id == vendor.id))
    return sorted(papers, key=lambda paper: order.get(paper.kind, len(order)))


def paper_of(vendor: Vendor, kind: str) -> Paper:
    """Give one paper of the vendor. Raises NotFound when its checklist has no such row."""
    of_vendor = select(Paper).where(Paper.vendor_id == vendor.id)
    paper = db.session.scalar(of_vendor.where(Paper.kind == kind)) if kind in set(PaperKind) else None
    if paper is None:
        raise NotFound
    return paper


def waiting(person: User) -> Select[Vendor]:
    """Select the applications that wait for a decision and that this member of staff may see, oldest first."""
    submitted = select(Vendor).where(Vendor.status == VendorStatus.SUBMITTED, seen_by(person))
    return submitted.options(joinedload(Vendor.commune)).order_by(Vendor.submitted_at, Vendor.id)


def count_waiting(person: User) -> int:
    """Count the applications that wait for a decision."""
    submitted = select(func.count(Vendor.id)).where(Vendor.status == VendorStatus.SUBMITTED, seen_by(person))
    return db.session.scalar(submitted) or 0


def next_waiting(person: User, *, after: Vendor) -> Vendor | None:
    """Give the application that has waited longest, other than this one."""
    return db.session.scalars(waiting(person).where(Vendor.id != after.id).limit(1)).first()


def vendor_for(person: User, vendor_id: int) -> Vendor:
    """Give a vendor with its commune, if this member of staff may see it. Raises NotFound otherwise."""
    seen = select(Vendor).where(Vendor.id == vendor_id, seen_by(person)).options(joinedload(Vendor.commune))
    vendor = db.session.scalar(seen)
    if vendor is None:
        raise NotFound
    return vendor


def history_of(vendor: Vendor) -> list[VendorStatusChange]:
    """List the steps of the vendor's life with the market, newest first, each with who took it."""
    steps = select(VendorStatusChange).where(VendorStatusChange.vendor_id == vendor.id)
    return list(
        db.session.scalars(steps.options(joinedload(VendorStatusChange.by)).order_by(VendorStatusChange.id.desc()))
    )
