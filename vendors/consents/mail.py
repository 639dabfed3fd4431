"""What officers are told about consent; called by the workers' subscriptions, ids only."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.operations import tell
from vendors.models import OfficerConsent

HELPING = "/desk/helping"


def tell_officer_given(consent_id: int) -> None:
    """Tell the officer, in the app and by mail, in whose name to act and until when."""
    _tell(consent_id, "given")


def tell_officer_withdrawn(consent_id: int) -> None:
    """Tell the officer that the consent was taken back."""
    _tell(consent_id, "withdrawn")


def _tell(consent_id: int, what: str) -> None:
    loaded = (joinedload(OfficerConsent.vendor), joinedload(OfficerConsent.officer))
    consent = db.session.scalars(select(OfficerConsent).where(OfficerConsent.id == consent_id).options(*loaded)).one()
    officer = consent.officer
    letter = write(f"consents/{what}", officer.locale, consent=consent, vendor=consent.vendor, link=HELPING)
    tell(f"consent-{what}/{consent_id}", letter, user=officer, mail_to=officer.email, link=HELPING)
