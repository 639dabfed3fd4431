"""Reads of certificates: whether one counts on a day, a vendor's own, what staff looks after."""

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import NotFound
from vendors.access import seen_by
from vendors.certificates.models import Certificate
from vendors.models import Vendor, VendorStatus

RENEW_BEFORE = timedelta(days=180)
"""A renewal may be filed from this long before the end (Decision 26/2026/QĐ-TTg, art. 7.6)."""


class Standing(StrEnum):
    """Where a certificate stands on a day; computed, never stored."""

    UNVERIFIED = "unverified"
    VALID = "valid"
    EXPIRING = "expiring"
    """Valid, and it is time to file for renewal."""
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def valid_on(certificate: Certificate, day: date) -> bool:
    """Whether the star may be shown on that day: verified, not withdrawn, from the day of issue to the last day."""
    return standing(certificate, day) in {Standing.VALID, Standing.EXPIRING}


def standing(certificate: Certificate, day: date) -> Standing:
    """Say where the certificate stands on that day. A day before its issue is as one without verification."""
    if certificate.withdrawn_at:
        return Standing.WITHDRAWN
    if certificate.verified_at is None or day < certificate.issued_on:
        return Standing.UNVERIFIED
    if day > certificate.expires_on:
        return Standing.EXPIRED
    return Standing.EXPIRING if certificate.expires_on - day <= RENEW_BEFORE else Standing.VALID


def in_force(day: date) -> ColumnElement[bool]:
    """Give the condition on Certificate that `valid_on` checks."""
    return and_(
        Certificate.verified_at.is_not(None),
        Certificate.withdrawn_at.is_(None),
        Certificate.issued_on <= day,
        Certificate.expires_on >= day,
    )


def certificates_of(vendor: Vendor) -> list[Certificate]:
    """List the vendor's certificates, the one that ends last first."""
    of_vendor = select(Certificate).where(Certificate.vendor_id == vendor.id)
    return list(db.session.scalars(of_vendor.order_by(Certificate.expires_on.desc(), Certificate.id)))


def certificate_of(vendor: Vendor, certificate_id: int) -> Certificate:
    """Give one certificate of the vendor. Raises NotFound for another vendor's."""
    of_vendor = select(Certificate).where(Certificate.vendor_id == vendor.id)
    return _found(db.session.scalar(of_vendor.where(Certificate.id == certificate_id)))


def public_certificate(certificate_id: int) -> Certificate:
    """Give a certificate that anybody may read: one that staff has verified, of a vendor on show. Raises NotFound."""
    verified = select(Certificate).where(Certificate.id == certificate_id, Certificate.verified_at.is_not(None))
    on_show = verified.join(Certificate.vendor).where(
        Vendor.status.in_((VendorStatus.APPROVED, VendorStatus.SUSPENDED))
    )
    return _found(db.session.scalar(on_show.options(contains_eager(Certificate.vendor).joinedload(Vendor.commune))))


def shown_certificates(day: date, *, star: int | None = None, commune_code: str | None = None) -> Select[Certificate]:
    """Select what anybody may read of the certificates in force, those with most stars first."""
    query = select(Certificate).join(Certificate.vendor).where(in_force(day), Vendor.status == VendorStatus.APPROVED)
    if star:
        query = query.where(Certificate.star == star)
    if commune_code:
        query = query.where(Vendor.commune_code == commune_code)
    by_name = (Certificate.star.desc(), Certificate.product_name, Certificate.id)
    return query.order_by(*by_name).options(contains_eager(Certificate.vendor).joinedload(Vendor.commune))


def certificate_for(person: User, certificate_id: int) -> Certificate:
    """Give a certificate with its vendor, if this member of staff may see it. Raises NotFound otherwise."""
    return _found(db.session.scalar(_seen(person).where(Certificate.id == certificate_id)))


def certificates_for(person: User, standing: Standing | None) -> Select[Certificate]:
    """Select the certificates that this member of staff may see, in one standing today or all, those due first."""
    query = _seen(person).order_by(Certificate.expires_on, Certificate.id)
    return query.where(_conditions()[standing]) if standing else query


def count_unverified(person: User) -> int:
    """Count the certificates that wait for staff."""
    seen = select(func.count(Certificate.id)).join(Certificate.vendor).where(seen_by(person))
    return db.session.scalar(seen.where(_conditions()[Standing.UNVERIFIED])) or 0


def _seen(person: User) -> Select[Certificate]:
    seen = select(Certificate).join(Certificate.vendor).where(seen_by(person))
    return seen.options(joinedload(Certificate.vendor).joinedload(Vendor.commune))


def _conditions() -> dict[Standing, ColumnElement[bool]]:
    today = clock.today()
    soon = today + RENEW_BEFORE
    verified = and_(Certificate.verified_at.is_not(None), Certificate.withdrawn_at.is_(None))
    return {
        Standing.UNVERIFIED: and_(Certificate.verified_at.is_(None), Certificate.withdrawn_at.is_(None)),
        Standing.VALID: and_(in_force(today), Certificate.expires_on > soon),
        Standing.EXPIRING: and_(in_force(today), Certificate.expires_on <= soon),
        Standing.EXPIRED: and_(verified, Certificate.expires_on < today),
        Standing.WITHDRAWN: Certificate.withdrawn_at.is_not(None),
    }


def _found(certificate: Certificate | None) -> Certificate:
    if certificate is None:
        raise NotFound
    return certificate
