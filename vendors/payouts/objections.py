"""An owner does not want to be paid to a new account: nothing is paid until staff has looked.

The letter about a new account carries a signed link; whoever has it may stop payouts, and nothing else.
"""

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import MoveNotAllowed, NotFound
from vendors.events import PayoutAccountObjected
from vendors.models import Vendor
from vendors.moves import lock
from vendors.payouts.models import Payout, PayoutAccount, PayoutStatus
from vendors.payouts.sending import withdraw

LINK_DAYS = 60
SECONDS_OF_A_DAY = 86_400
WRONG_ACCOUNT = "Chủ gian hàng báo không đổi tài khoản này"


class NothingToObject(MoveNotAllowed):
    """The account is not the vendor's any more, or nobody objects to it."""

    sentence = _l("Tài khoản này không còn được dùng, hoặc đã có người xử lý.")


def objection_token(account: PayoutAccount) -> str:
    """Sign the account's number for the link in the letter."""
    return _signer().dumps(account.id)


def account_of_token(token: str) -> PayoutAccount:
    """Give the account that a link speaks of, with its vendor. Raises NotFound for a forged or an old link."""
    try:
        account_id = _signer().loads(token, max_age=LINK_DAYS * SECONDS_OF_A_DAY)
    except BadSignature as wrong:
        raise NotFound from wrong
    query = select(PayoutAccount).where(PayoutAccount.id == account_id).options(joinedload(PayoutAccount.vendor))
    account = db.session.scalar(query)
    if account is None:
        raise NotFound
    return account


def object_to(account: PayoutAccount) -> None:
    """Stop payouts to the account until staff has looked; a second objection changes nothing.

    Raises NothingToObject when another account has taken its place.
    """
    held = _hold(account)
    if held.objected_at is None:
        held.objected_at = clock.now()
        audit.record("payout account objected", _vendor_of(held), by=None, **_told(held))
        outbox.record(PayoutAccountObjected(held.id))


def uphold_account(account: PayoutAccount, *, by: User) -> None:
    """The account is the vendor's wish after all: payouts go on. Raises NothingToObject."""
    held = _objected(account)
    held.objected_at = None
    audit.record("payout account upheld", _vendor_of(held), by=by, **_told(held))


def drop_account(account: PayoutAccount, *, by: User) -> PayoutAccount | None:
    """The account is not the vendor's wish: what waits to be sent there is payable again, the account before is back.

    Give that account, verified as it was; None where there was none. Raises NothingToObject.
    """
    held = _objected(account)
    held.objected_at, held.replaced_at = None, clock.now()
    db.session.flush()
    for payout_id in _waiting_for(held):
        withdraw(payout_id, reason=WRONG_ACCOUNT)
    audit.record("payout account dropped", _vendor_of(held), by=by, **_told(held))
    return _restored(held)


def _restored(dropped: PayoutAccount) -> PayoutAccount | None:
    before = select(PayoutAccount).where(
        PayoutAccount.vendor_id == dropped.vendor_id,
        PayoutAccount.id < dropped.id,
        PayoutAccount.verified_at.is_not(None),
    )
    earlier = db.session.scalar(before.order_by(PayoutAccount.id.desc()).limit(1))
    if earlier is None:
        return None
    again = PayoutAccount(
        vendor_id=earlier.vendor_id,
        bank_bin=earlier.bank_bin,
        number=earlier.number,
        holder=earlier.holder,
        created_at=clock.now(),
        verified_at=clock.now(),
    )
    db.session.add(again)
    db.session.flush()
    return again


def _waiting_for(account: PayoutAccount) -> list[int]:
    waiting = select(Payout.id).where(Payout.account_id == account.id, Payout.status == PayoutStatus.REQUESTED)
    return list(db.session.scalars(waiting.order_by(Payout.id)))


def _hold(account: PayoutAccount) -> PayoutAccount:
    """Hold the vendor, whom everybody holds who names, verifies or claims, and read the account again."""
    lock(_vendor_of(account))
    db.session.refresh(account, ["objected_at", "replaced_at"])
    if account.replaced_at is not None:
        raise NothingToObject
    return account


def _objected(account: PayoutAccount) -> PayoutAccount:
    held = _hold(account)
    if held.objected_at is None:
        raise NothingToObject
    return held


def _vendor_of(account: PayoutAccount) -> Vendor:
    return db.session.get_one(Vendor, account.vendor_id)


def _told(account: PayoutAccount) -> dict[str, str]:
    return {"bank": account.bank_bin, "number": account.masked_number}


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="payout-account")
