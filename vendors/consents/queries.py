"""Reads of consents, and of what was done by them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import OfficerCommune, StaffRole, User
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import NotFound
from vendors.models import OfficerConsent, Vendor


def officers_of(vendor: Vendor) -> list[User]:
    """List the officers who help the producers of the vendor's commune."""
    helping = select(OfficerCommune.user_id).where(OfficerCommune.commune_code == vendor.commune_code)
    officers = select(User).where(User.staff_role == StaffRole.OFFICER, User.active, User.id.in_(helping))
    return list(db.session.scalars(officers.order_by(User.full_name, User.id)))


def standing_consents(vendor: Vendor) -> list[OfficerConsent]:
    """List the consents that were not withdrawn, with their officers, also those whose last day is over."""
    given = select(OfficerConsent).where(OfficerConsent.vendor_id == vendor.id, OfficerConsent.withdrawn_at.is_(None))
    loaded = (joinedload(OfficerConsent.officer), joinedload(OfficerConsent.given_by))
    return list(db.session.scalars(given.options(*loaded).order_by(OfficerConsent.id.desc())))


def consent_of(vendor: Vendor, consent_id: int) -> OfficerConsent:
    """Give one of the vendor's consents, as it is now. Raises NotFound for another vendor's."""
    query = select(OfficerConsent).where(OfficerConsent.vendor_id == vendor.id, OfficerConsent.id == consent_id)
    consent = db.session.scalar(query.execution_options(populate_existing=True))
    if consent is None:
        raise NotFound
    return consent


def done_for(vendor: Vendor) -> Select[AuditEntry]:
    """Select what was done in the vendor's name, newest first."""
    return select(AuditEntry).where(AuditEntry.on_behalf_of == vendor.id).order_by(AuditEntry.id.desc())
