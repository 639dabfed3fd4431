"""The bank account that a vendor is paid to: named by the vendor, verified by staff."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace import audit, clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, Refusal
from marketplace.gateways.banks import banks_for_transfer
from marketplace.text import capitals_without_marks
from vendors.models import Vendor
from vendors.moves import lock
from vendors.payouts.models import PayoutAccount

SHORTEST_NUMBER, LONGEST_NUMBER = 4, 19
LONGEST_HOLDER = 50


class UnknownBank(Invalid):
    """No money can be sent to a bank of this number."""

    sentence = _l("Hãy chọn ngân hàng trong danh sách.")


class UnusableNumber(Invalid):
    """The account number is not one."""

    sentence = _l("Số tài khoản gồm 4 đến 19 chữ số.")


class UnusableHolder(Invalid):
    """The holder's name has no letters, or too many."""

    sentence = _l("Hãy ghi tên chủ tài khoản như ngân hàng ghi, không quá 50 chữ.")


class NoAccount(Refusal):
    """The vendor has not said to which account it is paid."""

    sentence = _l("Chưa có tài khoản ngân hàng nhận tiền.")


def current_account(vendor: Vendor) -> PayoutAccount | None:
    """Give the account that the vendor is paid to, verified or not."""
    of_vendor = select(PayoutAccount).where(PayoutAccount.vendor_id == vendor.id)
    return db.session.scalar(of_vendor.where(PayoutAccount.replaced_at.is_(None)))


def name_account(vendor: Vendor, *, bank_bin: str, number: str, holder: str, by: User) -> PayoutAccount:
    """Set the account that the vendor is paid to; staff verifies it before money is sent there.

    The number may be typed with spaces, the holder with marks. Raises UnknownBank, UnusableNumber, UnusableHolder.
    """
    named = PayoutAccount(
        vendor_id=vendor.id,
        bank_bin=_known_bank(bank_bin),
        number=_digits(number),
        holder=_capitals(holder),
        created_at=clock.now(),
    )
    lock(vendor)
    earlier = current_account(vendor)
    if earlier and _same(earlier, named):
        return earlier
    if earlier:
        earlier.replaced_at = clock.now()
        db.session.flush()
    db.session.add(named)
    db.session.flush()
    audit.record("payout account named", vendor, by=by, bank=named.bank_bin, number=named.masked_number)
    return named


def verify_account(vendor: Vendor, *, by: User) -> None:
    """Note that staff has compared the account with the papers: money may be sent to it. Raises NoAccount."""
    lock(vendor)
    account = current_account(vendor)
    if account is None:
        raise NoAccount
    if account.verified_at is None:
        account.verified_at = clock.now()
        audit.record("payout account verified", vendor, by=by, bank=account.bank_bin, number=account.masked_number)


def _known_bank(bank_bin: str) -> str:
    if bank_bin not in {bank.bin for bank in banks_for_transfer()}:
        raise UnknownBank(field="bank_bin")
    return bank_bin


def _digits(number: str) -> str:
    digits = "".join(number.split()).replace(".", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit() and SHORTEST_NUMBER <= len(digits) <= LONGEST_NUMBER):
        raise UnusableNumber(field="number")
    return digits


def _capitals(holder: str) -> str:
    name = capitals_without_marks(holder)
    if not 2 <= len(name) <= LONGEST_HOLDER:  # noqa: PLR2004 - the shortest names have two letters
        raise UnusableHolder(field="holder")
    return name


def _same(one: PayoutAccount, other: PayoutAccount) -> bool:
    return (one.bank_bin, one.number, one.holder) == (other.bank_bin, other.number, other.holder)
