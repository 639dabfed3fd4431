"""The bank account that a vendor is paid to: named by the vendor, verified by staff."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.bank_accounts import read_account
from marketplace.database import db
from marketplace.errors import MoveNotAllowed, Refusal
from marketplace.settings import settings
from vendors.access import IN_BUSINESS
from vendors.events import PayoutAccountNamed
from vendors.models import Vendor
from vendors.moves import lock
from vendors.payouts.models import PayoutAccount


class NoAccount(Refusal):
    """The vendor has not said to which account it is paid."""

    sentence = _l("Chưa có tài khoản ngân hàng nhận tiền.")


class AccountChanged(MoveNotAllowed):
    """The vendor named another account after this one was looked at."""

    sentence = _l("Nhà sản xuất vừa đổi tài khoản khác. Hãy xem lại trước khi xác nhận.")


def current_account(vendor: Vendor) -> PayoutAccount | None:
    """Give the account that the vendor is paid to, verified or not."""
    of_vendor = select(PayoutAccount).where(PayoutAccount.vendor_id == vendor.id)
    return db.session.scalar(of_vendor.where(PayoutAccount.replaced_at.is_(None)))


def name_account(vendor: Vendor, *, bank_bin: str, number: str, holder: str, by: User) -> PayoutAccount:
    """Set the account that the vendor is paid to; staff verifies it before money is sent there.

    One that takes the place of another, of a vendor in business, rests for PAYOUT_COOLING_DAYS. Naming the present one
    again changes nothing. Raises UnknownBank, UnusableNumber, UnusableHolder.
    """
    typed = read_account(bank_bin=bank_bin, number=number, holder=holder)
    named = PayoutAccount(
        vendor_id=vendor.id,
        bank_bin=typed.bank_bin,
        number=typed.number,
        holder=typed.holder,
        created_at=clock.now(),
    )
    lock(vendor)
    earlier = current_account(vendor)
    if earlier and _same(earlier, named):
        return earlier
    if earlier:
        _take_the_place_of(earlier, named, in_business=vendor.status in IN_BUSINESS)
    db.session.add(named)
    db.session.flush()
    audit.record("payout account named", vendor, by=by, bank=named.bank_bin, number=named.masked_number)
    if vendor.status in IN_BUSINESS:
        outbox.record(PayoutAccountNamed(named.id))
    return named


def verify_account(vendor: Vendor, *, by: User, seen_id: int | None = None) -> None:
    """Note that staff has compared the account with the papers: money may be sent to it.

    Raises NoAccount, and AccountChanged when the account is not the one that was looked at (`seen_id`).
    """
    lock(vendor)
    account = current_account(vendor)
    if account is None:
        raise NoAccount
    if seen_id not in (None, account.id):
        raise AccountChanged
    if account.verified_at is None:
        account.verified_at = clock.now()
        audit.record("payout account verified", vendor, by=by, bank=account.bank_bin, number=account.masked_number)


def _take_the_place_of(earlier: PayoutAccount, named: PayoutAccount, *, in_business: bool) -> None:
    earlier.replaced_at = clock.now()
    if in_business:
        named.cools_until = clock.now() + timedelta(days=settings().payout_cooling_days)
    db.session.flush()


def _same(one: PayoutAccount, other: PayoutAccount) -> bool:
    return (one.bank_bin, one.number, one.holder) == (other.bank_bin, other.number, other.holder)
