"""Reads of papers: one overview for the vendor, the queue of staff, what ends soon."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from vendors.access import seen_by
from vendors.certificates.models import Certificate
from vendors.certificates.queries import Standing, certificates_of, standing
from vendors.certificates.renewal import Window, window_of
from vendors.listings.models import Category, Listing, ListingStatus
from vendors.models import Vendor
from vendors.onboarding.checklist import CHECKLIST
from vendors.onboarding.models import Paper, PaperKind, PaperState
from vendors.papers.models import EditionState, PaperEdition


class Need(StrEnum):
    """What the vendor has to do about a paper, the most urgent first."""

    MISSING = "missing"
    EXPIRED = "expired"
    RETURNED = "returned"
    RENEW = "renew"
    WAITING = "waiting"
    NOTHING = "nothing"


URGENT = frozenset({Need.MISSING, Need.EXPIRED, Need.RETURNED, Need.RENEW})


@dataclass(frozen=True)
class PaperRow:
    """One kind of paper: what counts, what was handed in beside it, what went before, and what is to be done."""

    kind: PaperKind
    paper: Paper | None
    need: Need
    waiting: PaperEdition | None = None
    returned: PaperEdition | None = None
    history: Sequence[PaperEdition] = ()
    window: Window | None = None
    for_goods: bool = False
    """Asked for because of what is on sale, not by the kind of vendor."""


@dataclass(frozen=True)
class CertificateRow:
    """One OCOP certificate, the one that renews it, and what is to be done."""

    certificate: Certificate
    standing: Standing
    need: Need
    window: Window
    renewal: Certificate | None = None


@dataclass(frozen=True)
class Overview:
    """All papers of a vendor."""

    papers: list[PaperRow] = field(default_factory=list)
    certificates: list[CertificateRow] = field(default_factory=list)
    former: list[CertificateRow] = field(default_factory=list)
    undeclared: list[Listing] = field(default_factory=list)
    """Food on sale without the number of its self-declaration (Decree 15/2018/NĐ-CP, art. 4)."""

    @property
    def urgent(self) -> int:
        """How many rows ask for something."""
        needs = [row.need for row in self.papers] + [row.need for row in self.certificates]
        return sum(need in URGENT for need in needs) + bool(self.undeclared)


def overview_of(vendor: Vendor) -> Overview:
    """Give all papers of the vendor with what is to be done: five statements."""
    today = clock.today()
    own = {paper.kind: paper for paper in db.session.scalars(select(Paper).where(Paper.vendor_id == vendor.id))}
    editions = editions_of(vendor)
    asked = list(CHECKLIST[vendor.kind])
    food = food_on_sale(vendor)
    kinds = [*asked, *(kind for kind in own if kind not in asked)]
    if food and PaperKind.FOOD_SAFETY not in kinds:
        kinds.append(PaperKind.FOOD_SAFETY)
    rows = [_paper_row(kind, own.get(kind), editions, today, for_goods=kind not in asked) for kind in kinds]
    current, former = _certificate_rows(certificates_of(vendor), today)
    return Overview(rows, current, former, [listing for listing in food if not listing.self_declaration.strip()])


def editions_of(vendor: Vendor) -> list[PaperEdition]:
    """List the editions of the vendor's papers, the latest first."""
    of_vendor = select(PaperEdition).where(PaperEdition.vendor_id == vendor.id)
    return list(db.session.scalars(of_vendor.order_by(PaperEdition.id.desc())))


def food_on_sale(vendor: Vendor) -> list[Listing]:
    """List the vendor's food that is on sale."""
    on_sale = (
        select(Listing)
        .join(Listing.category)
        .where(Listing.vendor_id == vendor.id, Listing.status == ListingStatus.ON_SALE, Category.is_food)
    )
    return list(db.session.scalars(on_sale.order_by(Listing.title_vi)))


def waiting_editions(person: User) -> Select[PaperEdition]:
    """Select the renewals that wait and that this member of staff may see, the oldest first."""
    waiting = select(PaperEdition).join(PaperEdition.vendor).where(PaperEdition.state == EditionState.WAITING)
    loaded = joinedload(PaperEdition.vendor).joinedload(Vendor.commune)
    return waiting.where(seen_by(person)).options(loaded).order_by(PaperEdition.submitted_at, PaperEdition.id)


def count_waiting_editions(person: User) -> int:
    """Count the renewals that wait for staff."""
    return db.session.scalar(select(func.count()).select_from(waiting_editions(person).order_by(None).subquery())) or 0


def edition_for(person: User, edition_id: int) -> PaperEdition:
    """Give an edition with its vendor, if this member of staff may see it. Raises NotFound otherwise."""
    seen = select(PaperEdition).join(PaperEdition.vendor).where(PaperEdition.id == edition_id, seen_by(person))
    loaded = (joinedload(PaperEdition.vendor).joinedload(Vendor.commune), joinedload(PaperEdition.submitted_by))
    edition = db.session.scalar(seen.options(*loaded))
    if edition is None:
        raise NotFound
    return edition


def find_paper(vendor_id: int, kind: PaperKind) -> Paper | None:
    """Find the vendor's paper of this kind that counts, or is to be handed in with the application."""
    return db.session.scalar(select(Paper).where(Paper.vendor_id == vendor_id, Paper.kind == kind))


def _paper_row(
    kind: PaperKind, paper: Paper | None, editions: list[PaperEdition], today: date, *, for_goods: bool
) -> PaperRow:
    mine = [edition for edition in editions if edition.kind is kind]
    waiting = next((edition for edition in mine if edition.state is EditionState.WAITING), None)
    last = mine[0] if mine and mine[0].state is EditionState.RETURNED else None
    counts = paper is not None and paper.state is PaperState.ACCEPTED
    window = window_of(paper.expires_on) if paper and counts and paper.expires_on else None
    need = _need_of_answer(paper, waiting, last) or _need_of_time(window, today)
    history = [edition for edition in mine if edition is not waiting]
    return PaperRow(kind, paper, need, waiting, last, history, window, for_goods)


def _need_of_answer(paper: Paper | None, waiting: PaperEdition | None, returned: PaperEdition | None) -> Need | None:
    if waiting or (paper and paper.state is PaperState.SUBMITTED):
        return Need.WAITING
    if returned or (paper and paper.state is PaperState.RETURNED):
        return Need.RETURNED
    return Need.MISSING if paper is None or paper.state is PaperState.OPEN else None


def _need_of_time(window: Window | None, today: date) -> Need:
    if window is None or today < window.first:
        return Need.NOTHING
    return Need.EXPIRED if window.ends < today else Need.RENEW


def _certificate_rows(
    certificates: list[Certificate], today: date
) -> tuple[list[CertificateRow], list[CertificateRow]]:
    """Give the certificates that matter now, the first to end first, and those that were renewed."""
    renewals = {each.renews_id: each for each in certificates if each.renews_id and each.withdrawn_at is None}
    rows = [_certificate_row(each, renewals.get(each.id), today) for each in reversed(certificates)]
    former = [row for row in rows if row.renewal and row.renewal.verified_at and row.renewal.issued_on <= today]
    return [row for row in rows if row not in former], former


def _certificate_row(certificate: Certificate, renewal: Certificate | None, today: date) -> CertificateRow:
    stands = standing(certificate, today)
    needs = {Standing.EXPIRED: Need.EXPIRED, Standing.EXPIRING: Need.RENEW, Standing.UNVERIFIED: Need.WAITING}
    need = Need.WAITING if renewal and renewal.verified_at is None else needs.get(stands, Need.NOTHING)
    return CertificateRow(certificate, stands, need, window_of(certificate.expires_on), renewal)


def ending_between(first: date, last: date) -> tuple[list[Certificate], list[Paper]]:
    """Give the certificates and papers in force that end in these days and that nothing was handed in for."""
    renewing = select(Certificate.renews_id).where(
        Certificate.renews_id.is_not(None), Certificate.withdrawn_at.is_(None)
    )
    certificates = select(Certificate).where(
        Certificate.expires_on.between(first, last),
        Certificate.verified_at.is_not(None),
        Certificate.withdrawn_at.is_(None),
        Certificate.id.not_in(renewing),
    )
    waiting = select(PaperEdition.vendor_id).where(
        PaperEdition.vendor_id == Paper.vendor_id,
        PaperEdition.kind == Paper.kind,
        PaperEdition.state == EditionState.WAITING,
    )
    papers = select(Paper).where(
        Paper.expires_on.between(first, last), Paper.state == PaperState.ACCEPTED, ~waiting.exists()
    )
    return list(db.session.scalars(certificates)), list(db.session.scalars(papers))
