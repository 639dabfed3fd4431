"""Giving an officer consent to act in the vendor's name, with an end, and taking it back."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from vendors.consents.events import ConsentGiven, ConsentWithdrawn
from vendors.consents.queries import consent_of, officers_of, standing_consents
from vendors.models import OfficerConsent, Vendor
from vendors.moves import lock

LONGEST = timedelta(days=366)


class NoSuchOfficer(Invalid):
    """The person is no officer of the vendor's commune."""

    sentence = _l("Hãy chọn một cán bộ của xã, phường nơi bạn ở.")


class ConsentDates(Invalid):
    """The last day is over, or too far away."""

    sentence = _l("Ngày cuối phải từ hôm nay và không quá một năm.")


class AlreadyWithdrawn(MoveNotAllowed):
    """The consent was taken back before."""

    sentence = _l("Sự đồng ý này đã được rút lại.")


def give(vendor: Vendor, officer_id: int, *, ends_on: date, by: User) -> OfficerConsent:
    """Let an officer of the vendor's commune act in its name until the end of a day; it takes an earlier one's place.

    Raises ConsentDates (field `ends_on`) and NoSuchOfficer (field `officer`).
    """
    if not clock.today() <= ends_on <= clock.today() + LONGEST:
        raise ConsentDates(field="ends_on")
    if officer_id not in {officer.id for officer in officers_of(vendor)}:
        raise NoSuchOfficer(field="officer")
    lock(vendor)
    for earlier in standing_consents(vendor):
        if earlier.officer_id == officer_id:
            earlier.withdrawn_at, earlier.withdrawn_by_id = clock.now(), by.id
    db.session.flush()
    consent = OfficerConsent(
        vendor_id=vendor.id, officer_id=officer_id, given_by_id=by.id, given_at=clock.now(), ends_on=ends_on
    )
    db.session.add(consent)
    db.session.flush()
    audit.record("consent given", vendor, by=by, person=officer_id, until=ends_on.isoformat())
    outbox.record(ConsentGiven(consent.id))
    return consent


def withdraw(vendor: Vendor, consent_id: int, *, by: User) -> None:
    """Take a consent back: the officer acts no more from this moment. Raises NotFound, AlreadyWithdrawn."""
    lock(vendor)
    consent = consent_of(vendor, consent_id)
    if consent.withdrawn_at is not None:
        raise AlreadyWithdrawn
    consent.withdrawn_at, consent.withdrawn_by_id = clock.now(), by.id
    audit.record("consent withdrawn", vendor, by=by, person=consent.officer_id)
    outbox.record(ConsentWithdrawn(consent.id))
