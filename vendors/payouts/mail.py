"""What is said to vendors about their payouts; called by the workers' subscriptions, ids only."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import StaffRole, User
from marketplace.database import db
from marketplace.gateways.banks import bank_by_bin
from marketplace.letters import write
from marketplace.notices.operations import tell
from vendors.models import Member, MemberRole
from vendors.payouts.models import Payout, PayoutAccount
from vendors.payouts.objections import objection_token

ACCOUNT = "/seller/money/account"
DESK = "/desk/payouts"
MONEY_ROLES = (MemberRole.OWNER, MemberRole.MANAGER, MemberRole.ACCOUNTANT)


def tell_vendor_paid(payout_id: int) -> None:
    """Tell whoever looks after the vendor's money that a payout has arrived."""
    _tell(payout_id, "paid", link="/seller/money/payouts/{reference}")


def tell_vendor_unpaid(payout_id: int) -> None:
    """Tell whoever looks after the vendor's money that the bank refused a payout, and why."""
    _tell(payout_id, "unpaid", link="/seller/money")


def tell_account_named(account_id: int) -> None:
    """Tell the owners that they will be paid to another account, and administrators that it waits for their look.

    The change was made on the site, so it is told by mail too: to each owner and to the address that the vendor is
    registered with, which whoever holds a stolen session does not read. The letter has the link to object.
    """
    query = select(PayoutAccount).where(PayoutAccount.id == account_id).options(joinedload(PayoutAccount.vendor))
    account = db.session.scalars(query).one()
    bank = bank_by_bin(account.bank_bin)
    objection = f"/payout-accounts/{objection_token(account)}"
    named = {"account": account, "bank": bank.short_name if bank else account.bank_bin, "objection": objection}
    for person in db.session.scalars(_members(account.vendor_id, MemberRole.OWNER)):
        letter = write("payouts/account_named", person.locale, person=person, link=ACCOUNT, **named)
        tell(f"payout-account-named/{account.id}", letter, user=person, mail_to=person.email, link=ACCOUNT)
        if account.vendor.email:
            tell(f"payout-account-named/{account.id}", letter, mail_to=account.vendor.email)
    for person in db.session.scalars(_administrators()):
        letter = write("payouts/account_waiting", person.locale, person=person, link=DESK, **named)
        tell(f"payout-account-waiting/{account.id}", letter, user=person, link=DESK)


def tell_account_objected(account_id: int) -> None:
    """Tell administrators that an owner objects to an account: nothing is paid to it until they have looked."""
    query = select(PayoutAccount).where(PayoutAccount.id == account_id).options(joinedload(PayoutAccount.vendor))
    account = db.session.scalars(query).one()
    for person in db.session.scalars(_administrators()):
        letter = write("payouts/account_objected", person.locale, person=person, account=account, link=DESK)
        tell(f"payout-account-objected/{account.id}", letter, user=person, mail_to=person.email, link=DESK)


def _tell(payout_id: int, letter_name: str, *, link: str) -> None:
    loaded = (joinedload(Payout.vendor), joinedload(Payout.account))
    payout = db.session.scalars(select(Payout).where(Payout.id == payout_id).options(*loaded)).one()
    way = link.format(reference=payout.reference)
    for person in db.session.scalars(_members(payout.vendor_id, *MONEY_ROLES)):
        letter = write(f"payouts/{letter_name}", person.locale, payout=payout, person=person, link=way)
        tell(f"payout-{letter_name}/{payout.id}", letter, user=person, mail_to=person.email, link=way)


def _members(vendor_id: int, *roles: MemberRole) -> Select[User]:
    members = select(User).join(Member, Member.user_id == User.id).where(Member.vendor_id == vendor_id)
    return members.where(Member.role.in_(roles), User.active).order_by(User.id)


def _administrators() -> Select[User]:
    return select(User).where(User.active, User.staff_role == StaffRole.ADMINISTRATOR).order_by(User.id)
