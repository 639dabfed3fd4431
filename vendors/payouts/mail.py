"""What is said to vendors about their payouts; called by the workers' subscriptions, ids only."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.operations import tell
from vendors.models import Member, MemberRole
from vendors.payouts.models import Payout

MONEY_ROLES = (MemberRole.OWNER, MemberRole.MANAGER, MemberRole.ACCOUNTANT)


def tell_vendor_paid(payout_id: int) -> None:
    """Tell whoever looks after the vendor's money that a payout has arrived."""
    _tell(payout_id, "paid", link="/seller/money/payouts/{reference}")


def tell_vendor_unpaid(payout_id: int) -> None:
    """Tell whoever looks after the vendor's money that the bank refused a payout, and why."""
    _tell(payout_id, "unpaid", link="/seller/money")


def _tell(payout_id: int, letter_name: str, *, link: str) -> None:
    loaded = (joinedload(Payout.vendor), joinedload(Payout.account))
    payout = db.session.scalars(select(Payout).where(Payout.id == payout_id).options(*loaded)).one()
    way = link.format(reference=payout.reference)
    for person in db.session.scalars(_people_of(payout)):
        letter = write(f"payouts/{letter_name}", person.locale, payout=payout, person=person, link=way)
        tell(f"payout-{letter_name}/{payout.id}", letter, user=person, mail_to=person.email, link=way)


def _people_of(payout: Payout) -> Select[User]:
    members = select(User).join(Member, Member.user_id == User.id).where(Member.vendor_id == payout.vendor_id)
    return members.where(Member.role.in_(MONEY_ROLES), User.active).order_by(User.id)
