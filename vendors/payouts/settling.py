"""What the bank did with a payout, in the books: it arrived, it never left, or it came back.

Whoever calls holds the payout.
"""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from marketplace import audit, clock, outbox
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid, MoveNotAllowed
from marketplace.ledger.chart import AccountKind, Move, market, of_vendor
from marketplace.ledger.operations import post
from marketplace.numbers import codes_in
from vendors.events import PayoutConfirmed, PayoutFailed, PayoutReturned
from vendors.payouts.models import (
    GIVEN_BACK,
    PAYOUT_MOVES,
    Payout,
    PayoutAccount,
    PayoutClaim,
    PayoutStatus,
    PayoutWay,
)
from vendors.payouts.operations import PREFIX

ON_WAY = market(AccountKind.PAYOUTS_ON_WAY)
LONGEST_REASON = 500


class ReasonNeeded(Invalid):
    """A payout fails for a reason that its vendor is told."""

    sentence = _l("Hãy ghi lý do ngân hàng báo; nhà sản xuất sẽ đọc được.")


class NotUnpaid(MoveNotAllowed):
    """The payout is not one of which a person can know better."""

    sentence = _l("Lệnh chi này không còn chờ, hoặc do dịch vụ chuyển tiền tự báo kết quả.")


def bounce(payout_id: int, *, reason: str, by: User) -> Payout:
    """A person says that the bank did not pay a payout of a file, or that one which had arrived came back.

    Raises ReasonNeeded, and NotUnpaid for a payout of any other state.
    """
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    [payout] = hold([payout_id])
    if payout.status is PayoutStatus.CONFIRMED:
        come_back(payout, reason.strip())
    elif payout.status is PayoutStatus.SENT and payout.way is PayoutWay.BATCH:
        fail(payout, reason.strip())
    else:
        raise NotUnpaid
    audit.record("payout bounced", payout, by=by, reason=payout.failure)
    return payout


def heard_back(content: str, amount_dong: int) -> bool:
    """Whether money that came to us is a payout that came back, by its code and its amount; the books know it then.

    Whoever asks books nothing for it: what left and what came back are the payout's own postings.
    """
    coded = select(Payout.id).where(Payout.reference.in_(codes_in(content, PREFIX)), Payout.amount_dong == amount_dong)
    found = hold(list(db.session.scalars(coded)))
    if len(found) != 1:
        return False
    [payout] = found
    if payout.status is PayoutStatus.CONFIRMED:
        come_back(payout, content)
    elif payout.status is PayoutStatus.SENT:
        fail(payout, content)
    return payout.status in GIVEN_BACK and payout.sent_at is not None


def confirm(payout: Payout, *, bank_reference: str | None) -> None:
    """The money is in the vendor's account."""
    payout.confirmed_at = clock.now()
    payout.bank_reference = bank_reference or payout.bank_reference
    move_to(payout, PayoutStatus.CONFIRMED)
    words = f"Ngân hàng xác nhận {payout.reference}"
    post(f"payout/{payout.id}/confirmed", [Move(ON_WAY, payout.paid_from.account, payout.amount_dong)], words=words)
    outbox.record(PayoutConfirmed(payout.id))


def fail(payout: Payout, reason: str) -> None:
    """Make the earnings payable again; the account waits for a person's look before the next payout."""
    payout.failed_at = clock.now()
    move_to(payout, PayoutStatus.FAILED)
    payable = of_vendor(AccountKind.VENDOR_PAYABLE, payout.vendor_id)
    words = f"Lệnh chi {payout.reference} không thành"
    post(f"payout/{payout.id}/failed", [Move(ON_WAY, payable, payout.amount_dong)], words=words)
    _let_go(payout, reason)
    outbox.record(PayoutFailed(payout.id))


def come_back(payout: Payout, reason: str) -> None:
    """The money had arrived and is back where it left: the earnings are payable again, as after a failure."""
    payout.returned_at = clock.now()
    move_to(payout, PayoutStatus.RETURNED)
    payable = of_vendor(AccountKind.VENDOR_PAYABLE, payout.vendor_id)
    words = f"Lệnh chi {payout.reference} bị trả lại"
    post(f"payout/{payout.id}/returned", [Move(payout.paid_from.account, payable, payout.amount_dong)], words=words)
    _let_go(payout, reason)
    outbox.record(PayoutReturned(payout.id))


def move_to(payout: Payout, status: PayoutStatus) -> None:
    """Bring a held payout into another state; one that the table of moves does not know is a mistake of ours."""
    if status not in PAYOUT_MOVES[payout.status]:
        raise RuntimeError(f"payout {payout.id} cannot move from {payout.status} to {status}")
    payout.status = status


def hold(payout_ids: list[int]) -> list[Payout]:
    """Hold these payouts until the transaction ends, in the order of their ids, as they are now."""
    query = select(Payout).where(Payout.id.in_(payout_ids)).order_by(Payout.id).with_for_update()
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _let_go(payout: Payout, reason: str) -> None:
    payout.failure = reason[:LONGEST_REASON]
    claims = update(PayoutClaim).where(PayoutClaim.payout_id == payout.id)
    db.session.execute(claims.values(released_at=clock.now()))
    db.session.execute(update(PayoutAccount).where(PayoutAccount.id == payout.account_id).values(verified_at=None))
