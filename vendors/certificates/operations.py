"""Certificates: registered by the vendor, verified or withdrawn by staff."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.gateways.files import content_type_of
from marketplace.gateways.wiring import gateways
from marketplace.papers import UnreadablePaper, keep_paper
from vendors import shown
from vendors.certificates.events import CertificateVerified
from vendors.certificates.models import Certificate
from vendors.models import Vendor

FOLDER = "private/certificates"
MONTHS_VALID = 36
"""Decision 26/2026/QĐ-TTg, art. 4.3."""


class NumberTaken(Invalid):
    """A certificate of this number is registered."""

    sentence = _l("Chứng nhận có số này đã được đăng ký. Hãy xem lại số.")


class CertificateDates(Invalid):
    """The day of issue lies ahead, or after the end."""

    sentence = _l("Ngày cấp không thể sau hôm nay, ngày hết hạn phải sau ngày cấp.")


class UnusableScan(Invalid):
    """The file cannot be kept; the sentence says why."""


class WithdrawalNeedsReason(Invalid):
    """A withdrawal is told to the vendor with its reason."""

    sentence = _l("Hãy ghi lý do thu hồi, nhà sản xuất sẽ đọc được.")


class CertificateWithdrawn(MoveNotAllowed):
    """The certificate was withdrawn."""

    sentence = _l("Chứng nhận này đã bị thu hồi.")


@dataclass(frozen=True)
class Award:
    """What a certificate says: its last day follows from the day of issue unless it is given (older ones differ)."""

    number: str
    product_name: str
    star: int
    issuer: str
    issued_on: date
    expires_on: date | None = None
    decision: str = ""


def register(
    vendor: Vendor, award: Award, *, by: User, scan: bytes = b"", renews: Certificate | None = None
) -> Certificate:
    """Register a certificate of the vendor; its star is shown once staff has verified it.

    One that renews another stands beside it until then.
    Raises CertificateDates, UnusableScan (field `scan`) and NumberTaken (field `number`).
    """
    last_day = award.expires_on or months_after(award.issued_on, MONTHS_VALID)
    if award.issued_on > clock.today() or last_day <= award.issued_on:
        raise CertificateDates(field="expires_on" if award.issued_on <= clock.today() else "issued_on")
    certificate = Certificate(
        vendor_id=vendor.id,
        number=award.number.strip(),
        product_name=award.product_name.strip(),
        star=award.star,
        issuer=award.issuer.strip(),
        decision=award.decision.strip(),
        issued_on=award.issued_on,
        expires_on=last_day,
        created_at=clock.now(),
        renews_id=renews.id if renews else None,
    )
    _keep_scan(certificate, scan)
    _write(certificate)
    audit.record("certificate registered", certificate, by=by, number=certificate.number)
    return certificate


def verify(certificate: Certificate, *, by: User) -> None:
    """Note that staff found the certificate to be true: its star may be shown. Raises CertificateWithdrawn."""
    _lock(certificate)
    if certificate.withdrawn_at:
        raise CertificateWithdrawn
    if certificate.verified_at is None:
        certificate.verified_at = clock.now()
        shown.changed_vendors(certificate.vendor_id)
        audit.record("certificate verified", certificate, by=by, number=certificate.number)
        outbox.record(CertificateVerified(certificate.id))


def withdraw(certificate: Certificate, *, by: User, reason: str) -> None:
    """Take the star away at once. Raises WithdrawalNeedsReason (field `reason`) and CertificateWithdrawn."""
    if not reason.strip():
        raise WithdrawalNeedsReason(field="reason")
    _lock(certificate)
    if certificate.withdrawn_at:
        raise CertificateWithdrawn
    certificate.withdrawn_at, certificate.withdrawn_reason = clock.now(), reason.strip()
    shown.changed_vendors(certificate.vendor_id)
    audit.record("certificate withdrawn", certificate, by=by, number=certificate.number, reason=reason.strip())


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the month's last day where there is none (31 August, 29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _keep_scan(certificate: Certificate, scan: bytes) -> None:
    if not scan:
        return
    try:
        certificate.scan_key = keep_paper(gateways().files, scan, folder=FOLDER)
    except UnreadablePaper as refused:
        raise UnusableScan(refused.words, field="scan") from refused
    certificate.scan_kind = content_type_of(certificate.scan_key)


def _write(certificate: Certificate) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(certificate)
    except IntegrityError as error:
        raise NumberTaken(field="number") from error


def _lock(certificate: Certificate) -> None:
    db.session.flush()
    db.session.refresh(certificate, ["verified_at", "withdrawn_at"], with_for_update=True)
