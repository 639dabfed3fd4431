"""What vendors are told about their papers; called by the workers, ids only."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.operations import tell
from vendors.certificates.renewal import CAUGHT_UP, REMIND_DAYS, reminder_due, window_of
from vendors.models import Member, MemberRole
from vendors.onboarding.checklist import PAPER_NAMES
from vendors.papers.models import EditionState, PaperEdition
from vendors.papers.queries import ending_between

PAPERS = "/seller/papers"
TOLD = (MemberRole.OWNER, MemberRole.MANAGER)


def tell_vendor_answered(edition_id: int) -> None:
    """Tell owners and managers that a renewal counts now, or why it was sent back."""
    loaded = joinedload(PaperEdition.vendor)
    edition = db.session.scalars(select(PaperEdition).where(PaperEdition.id == edition_id).options(loaded)).one()
    what = "accepted" if edition.state is EditionState.ACCEPTED else "returned"
    told = {"edition": edition, "paper_name": PAPER_NAMES[edition.kind]}
    _tell(edition.vendor_id, f"paper-{what}/{edition_id}", f"papers/{what}", **told)


def remind_of_papers() -> int:
    """Remind owners and managers of what ends: 180, 150 and 121 days before, and on the last day. Gives how many."""
    today, told = clock.today(), 0
    for days in REMIND_DAYS:
        last = today + timedelta(days=days)
        certificates, papers = ending_between(last - CAUGHT_UP + timedelta(days=1), last)
        for certificate in certificates:
            _remind(
                certificate.vendor_id, f"certificate/{certificate.id}", certificate.product_name, certificate.expires_on
            )
        for paper in papers:
            _remind(paper.vendor_id, f"paper/{paper.id}", str(PAPER_NAMES[paper.kind]), paper.expires_on or today)
        told += len(certificates) + len(papers)
    return told


def _remind(vendor_id: int, what: str, name: str, expires_on: date) -> None:
    days = reminder_due(expires_on, clock.today())
    window = window_of(expires_on)
    key = f"paper-ends/{what}/{expires_on}/{days}"
    _tell(vendor_id, key, "papers/ending", paper_name=name, window=window, today=clock.today())


def _tell(vendor_id: int, key: str, template: str, **context: Any) -> None:
    for person in _people(vendor_id):
        letter = write(template, person.locale, person=person, link=PAPERS, **context)
        tell(key, letter, user=person, mail_to=person.email, link=PAPERS)


def _people(vendor_id: int) -> Sequence[User]:
    members = select(User).join(Member, Member.user_id == User.id).where(Member.vendor_id == vendor_id, User.active)
    return db.session.scalars(members.where(Member.role.in_(TOLD)).order_by(User.id)).all()
