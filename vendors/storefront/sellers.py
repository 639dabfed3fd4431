"""What a shop's page proves of its seller: papers and stars that are in force today."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from marketplace import clock
from marketplace.database import db
from vendors.certificates.models import Certificate
from vendors.certificates.queries import in_force
from vendors.models import Vendor
from vendors.onboarding.models import Paper, PaperKind, PaperState

PUBLIC_PAPERS = (PaperKind.BUSINESS_REGISTRATION, PaperKind.FOOD_SAFETY)
"""Papers whose numbers buyers may read (Law 122/2025/QH15, art. 16.1.b); nobody's identity is among them."""


@dataclass(frozen=True)
class Proofs:
    """Accepted papers with their numbers, and OCOP certificates."""

    papers: Sequence[Paper]
    certificates: Sequence[Certificate]


def proofs_of(vendor: Vendor) -> Proofs:
    """Read what buyers may see of the seller's papers: two statements. Scans stay private."""
    today = clock.today()
    papers = (
        select(Paper)
        .where(Paper.vendor_id == vendor.id, Paper.kind.in_(PUBLIC_PAPERS), Paper.state == PaperState.ACCEPTED)
        .where(Paper.number != "", or_(Paper.expires_on.is_(None), Paper.expires_on >= today))
        .order_by(Paper.kind)
    )
    certificates = select(Certificate).where(Certificate.vendor_id == vendor.id, in_force(today))
    starred = certificates.order_by(Certificate.star.desc(), Certificate.id)
    return Proofs(db.session.scalars(papers).all(), db.session.scalars(starred).all())
